/** The room as one more party of this project: `<odyssey-broadcast party="broadcast">`. */
export { default } from 'odyssey-broadcast/party/partykit';
