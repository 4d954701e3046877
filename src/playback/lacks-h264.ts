/**
 * Whether this browser says of itself that it has no H.264, as Firefox does where its OpenH264
 * plugin did not come. Live pictures mostly come in it; nothing else may be had from the service.
 */
export function lacksH264(): boolean {
  if (typeof RTCRtpReceiver === 'undefined') return false;
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs;
  return codecs !== undefined && !codecs.some(({ mimeType }) => /\/h264$/i.test(mimeType));
}
