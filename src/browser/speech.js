// The browser's speech synthesis, for speech.rs, which chooses the voice.

const synthesis = globalThis.speechSynthesis;

// Each voice as its language, whether it is on the device, and whether it is the
// browser's default.
export const voices = () =>
  (synthesis?.getVoices() ?? []).map((voice) => [voice.lang, voice.localService, voice.default]);

// Browsers load the list of voices after the page.
export function followVoices(told) {
  const tell = () => told();
  synthesis?.addEventListener?.("voiceschanged", tell);
  return () => synthesis?.removeEventListener?.("voiceschanged", tell);
}

export function read(text, at, done) {
  const voice = synthesis?.getVoices()[at];
  if (!voice) return done();
  synthesis.cancel();
  const reading = new SpeechSynthesisUtterance(text);
  reading.voice = voice;
  reading.lang = voice.lang;
  reading.onend = reading.onerror = () => done();
  synthesis.speak(reading);
}

export const stopReading = () => synthesis?.cancel();
