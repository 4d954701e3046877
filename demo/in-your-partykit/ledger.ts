/** What all rooms together may take, by `MAX_LIVE_ROOMS` and `MAX_HOURS_…`, is counted here. */
export { default } from 'odyssey-broadcast/party/partykit/ledger';
