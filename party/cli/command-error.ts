/** Why a command cannot do what it was asked: a sentence for whoever typed it. */
export class CommandError extends Error {}
