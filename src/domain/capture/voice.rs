//! Which of a device's voices reads a language aloud.
//!
//! Guarantees that only a voice of the device reads, and only one of the script that the
//! text is written in: a romanised voice would spell Persian letters, and a voice of the
//! network would send out what it reads. Refuses to know how a browser speaks.

/// Where a voice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lives {
    /// On this device.
    OnTheDevice,
    /// Elsewhere: it would send the text out.
    OnTheNetwork,
}

/// A voice, as a browser tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Its language (BCP 47), as the device writes it: Android says `en_GB`.
    pub tag: String,
    /// Where it is.
    pub lives: Lives,
    /// Whether it is the browser's default.
    pub is_default: bool,
}

/// The parts of a tag that tell voices apart, in small letters.
#[derive(Debug, PartialEq, Eq)]
struct Tag {
    language: String,
    /// The script that is said, or that the region writes where a language has two.
    script: Option<String>,
    whole: String,
}

impl Tag {
    fn read(tag: &str) -> Self {
        let whole = tag.to_ascii_lowercase().replace('_', "-");
        let mut parts = whole.split('-');
        let language = parts.next().unwrap_or_default().to_owned();
        // What stands after `x` is private, and neither script nor region.
        let parts: Vec<&str> = parts.take_while(|part| *part != "x").collect();
        let is_script = |part: &&&str| {
            part.len() == 4 && part.bytes().all(|letter| letter.is_ascii_alphabetic())
        };
        let said = parts.iter().find(is_script).map(|part| (*part).to_owned());
        // Punjabi is written in Arabic letters in Pakistan (CLDR, likely subtags).
        let of_region = (language == "pa" && parts.contains(&"pk")).then(|| "arab".to_owned());
        Self {
            language,
            script: said.or(of_region),
            whole,
        }
    }

    /// Whether a voice of another tag reads the script of this one. A tag that says
    /// none has the usual one of its language.
    fn is_read_by(&self, other: &Self) -> bool {
        let written = |tag: &Self| {
            let usual = usual_script(&tag.language);
            tag.script.clone().or(usual.map(str::to_owned))
        };
        self.language == other.language && written(self) == written(other)
    }
}

/// The usual script of a language that the survey is in (IANA registry, suppress-script,
/// and CLDR, likely subtags).
fn usual_script(language: &str) -> Option<&'static str> {
    Some(match language {
        "ar" | "fa" | "ur" | "ckb" => "arab",
        "en" | "lv" | "pl" | "ro" | "sk" => "latn",
        "pa" => "guru",
        "ti" => "ethi",
        "uk" => "cyrl",
        _ => return None,
    })
}

/// The position of the voice that reads a text of a wanted tag: of those on the device
/// that read its language and script, first one of the exact tag, then one of a tag
/// that says more of the same, then the browser's default, then the first. `None` where
/// no voice reads it.
#[must_use]
pub fn voice_for(wanted: &str, voices: &[Voice]) -> Option<usize> {
    let wanted = Tag::read(wanted);
    let longer = format!("{}-", wanted.whole);
    let rank = |(at, voice): (usize, &Voice)| {
        let tag = Tag::read(&voice.tag);
        let reads = voice.lives == Lives::OnTheDevice && wanted.is_read_by(&tag);
        reads.then(|| {
            let exact = tag.whole == wanted.whole;
            let narrower = tag.whole.starts_with(&longer);
            ((!exact, !narrower, !voice.is_default, at), at)
        })
    };
    let ranked = voices.iter().enumerate().filter_map(rank);
    ranked.min().map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(tag: &str) -> Voice {
        Voice {
            tag: tag.to_owned(),
            lives: Lives::OnTheDevice,
            is_default: false,
        }
    }

    fn check(wanted: &str, tags: &[&str], expected: Option<&str>) {
        let voices: Vec<Voice> = tags.iter().map(|tag| here(tag)).collect();
        let found = voice_for(wanted, &voices).map(|at| tags[at]);
        assert_eq!(found, expected, "{wanted} of {tags:?}");
    }

    #[test]
    fn a_british_voice_reads_english_and_an_american_one_where_there_is_no_other() {
        check("en-GB", &["en-US", "en-AU", "en-GB"], Some("en-GB"));
        check("en-GB", &["en_US", "en_GB"], Some("en_GB"));
        check(
            "en-GB",
            &["en-US", "en-gb-scotland"],
            Some("en-gb-scotland"),
        );
        check("en-GB", &["pl-PL", "en-US"], Some("en-US"));
        check("en-GB", &["pl-PL"], None);
    }

    #[test]
    fn a_romanised_voice_never_reads_another_script() {
        check("fa-IR", &["fa-Latn", "fa"], Some("fa"));
        check("fa-IR", &["fa-latn"], None);
        check("fa-IR", &["fa-Arab-AF"], Some("fa-Arab-AF"));
        check(
            "pa-IN",
            &["pa-PK", "pa-Arab", "pa-Guru-IN"],
            Some("pa-Guru-IN"),
        );
        check("pa-IN", &["pa_PK"], None);
        check("uk-UA", &["uk-Latn-UA", "uk"], Some("uk"));
    }

    #[test]
    fn a_voice_of_another_language_is_none() {
        // Kurmanji Kurdish, and languages whose tags begin alike.
        check("ckb", &["ku", "ku-TR", "ar"], None);
        check("ti", &["tig", "am-ET"], None);
        check("ar-001", &["ar-SA", "ar-EG"], Some("ar-SA"));
    }

    #[test]
    fn of_equals_the_default_of_the_browser_reads_then_the_first() {
        let mut voices = [here("en-AU"), here("en-US"), here("en-IE")];
        assert_eq!(voice_for("en-GB", &voices), Some(0));
        voices[1].is_default = true;
        assert_eq!(voice_for("en-GB", &voices), Some(1));
        voices[2].tag = "en-GB".to_owned();
        assert_eq!(voice_for("en-GB", &voices), Some(2));
    }

    #[test]
    fn a_voice_of_the_network_never_reads() {
        let far = Voice {
            lives: Lives::OnTheNetwork,
            is_default: true,
            ..here("en-GB")
        };
        assert_eq!(voice_for("en-GB", std::slice::from_ref(&far)), None);
        assert_eq!(voice_for("en-GB", &[far, here("en-US")]), Some(1));
    }
}
