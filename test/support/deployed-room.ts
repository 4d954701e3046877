/** Stands in for what was just deployed: its rooms answer with this problem, or with none. */
globalThis.fetch = async () => {
  const detail = process.env['ROOM_PROBLEM'];
  return Response.json(detail === undefined ? {} : { reason: 'not-configured', detail });
};
