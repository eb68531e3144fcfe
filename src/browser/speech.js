// The browser's speech synthesis, for speech.rs. Only voices on the device read: a
// voice of the network would send out what it reads, and needs a connection.

const synthesis = globalThis.speechSynthesis;

const voiceFor = (language) => {
  const [wanted] = language.toLowerCase().split("-");
  const speaks = ({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === wanted;
  return synthesis?.getVoices().find((voice) => voice.localService && speaks(voice));
};

export const canRead = (language) => !!voiceFor(language);

// Browsers load the list of voices after the page.
export function followVoices(told) {
  const tell = () => told();
  synthesis?.addEventListener?.("voiceschanged", tell);
  return () => synthesis?.removeEventListener?.("voiceschanged", tell);
}

export function read(text, language, done) {
  const voice = voiceFor(language);
  if (!voice) return done();
  synthesis.cancel();
  const reading = new SpeechSynthesisUtterance(text);
  reading.voice = voice;
  reading.lang = voice.lang;
  reading.onend = reading.onerror = () => done();
  synthesis.speak(reading);
}

export const stopReading = () => synthesis?.cancel();
