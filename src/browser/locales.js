// The words of the family survey in one language, for locales.rs. They are files of
// the app, which its service worker answers for without a connection.

export async function fetchWords(language) {
  const answer = await fetch(`/locales/${language}.json`);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

// A number as the language writes it; where it is not known, in plain digits.
export function written(number, language) {
  try {
    return new Intl.NumberFormat(language).format(number);
  } catch {
    return `${number}`;
  }
}
