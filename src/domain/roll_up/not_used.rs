//! A file that was given and could not be used, and which figures it may belong to.
//!
//! Guarantees that a file which could not be read leaves a trace in every figure it
//! may have changed: by its team and quarter where its beginning or its name tells
//! them, otherwise in all.

use super::held::Held;
use super::outline::Outline;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{TeamId, slug};
use crate::domain::base::json::{Json, object};
use crate::domain::base::text::Text;

/// A file that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct NotUsed {
    /// What it is called, without its folder, cut to 120 characters.
    pub name: Text<120>,
    /// Why it could not be used, cut to 500 characters.
    pub why: Text<500>,
    /// The team whose return it seems to be; absent where that is not known.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub team: Option<TeamId>,
    /// The quarter, such as `2026-27 Q3`; absent where that is not known.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(
            default,
            with = "Option<crate::domain::base::quarter_schema::TypedCode>"
        )
    )]
    pub quarter: Option<Quarter>,
}

object!(strict NotUsed {
    name: needed,
    why: needed,
    team: usual,
    quarter: usual,
});

impl NotUsed {
    /// A file of this name, for this reason, with what could be read of it.
    #[must_use]
    pub fn new(name: &str, why: &str, text: &str) -> Self {
        let (team, quarter) = beginning(text);
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let quarter = quarter.or_else(|| named(name).map(|(_, quarter, _)| quarter));
        Self {
            name: cut(name),
            why: cut(why),
            team,
            quarter,
        }
    }

    /// Whether a return that is here is the file, whole: then it is no longer missed.
    #[must_use]
    pub(super) fn is_here<'a>(&self, mut held: impl Iterator<Item = &'a Held>) -> bool {
        let name = without_copy_mark(self.name.as_str());
        held.any(|one| one.file_name() == name)
    }

    /// Whether it may belong to a team that has any of these names or codes.
    pub(super) fn may_be_of(&self, code: &TeamId, names: &[&str], held: &[&Held]) -> bool {
        if let Some(team) = &self.team {
            return team == code || held.iter().any(|one| one.team.id == *team);
        }
        let Some((team, _, rest)) = named(self.name.as_str()) else {
            return false;
        };
        let by_book = |one: &&Held| rest.contains(&["-", &one.book.short(), "-r"].concat());
        held.iter().any(by_book)
            || slug(code.as_str(), 40) == team
            || names.iter().any(|name| slug(name, 40) == team)
    }

    /// Whether its quarter is this one, or not known.
    pub(super) fn may_be_in(&self, quarter: Quarter) -> bool {
        self.quarter.is_none_or(|own| own == quarter)
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}: {}", self.name, self.why)
    }
}

fn cut<const MAX: usize>(text: &str) -> Text<MAX> {
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    let cut: String = text.trim().chars().map(plain).take(MAX).collect();
    Text::try_from(cut.trim().to_owned())
        .or_else(|_| Text::try_from("without a name".to_owned()))
        .unwrap_or_else(|_| unreachable!("it is short and not blank"))
}

/// The team and the quarter that the beginning of a return tells.
fn beginning(text: &str) -> (Option<TeamId>, Option<Quarter>) {
    let (mut team, mut quarter) = (None, None);
    let Ok(mut outline) = Outline::of_object(text) else {
        return (None, None);
    };
    let field = |value: Option<&str>, name: &str| -> Option<String> {
        let json = Json::read(value?).ok()?;
        json.get(name).and_then(Json::as_text).map(str::to_owned)
    };
    while let Ok(Some((name, value))) = outline.member() {
        match name {
            "team" => {
                team = field(text.get(value), "id").and_then(|code| TeamId::new(&code).ok());
            }
            "quarter" => {
                quarter = field(text.get(value), "code").and_then(|code| code.parse().ok());
            }
            _ => {}
        }
        if team.is_some() && quarter.is_some() {
            break;
        }
    }
    (team, quarter)
}

/// What a name that Daybook gave says: the team's, the quarter, and the rest.
fn named(name: &str) -> Option<(&str, Quarter, &str)> {
    let rest = name.strip_prefix("daybook-")?;
    let at = rest
        .char_indices()
        .filter(|(_, letter)| *letter == '-')
        .find_map(|(at, _)| {
            let code = rest.get(at + 1..at + 11)?;
            let is_code = code.as_bytes().get(7) == Some(&b'-');
            is_code
                .then(|| code.parse::<Quarter>().ok())
                .flatten()
                .map(|it| (at, it))
        });
    let (at, quarter) = at?;
    Some((rest.get(..at)?, quarter, rest.get(at + 11..)?))
}

/// `a (1).json` is a second download of `a.json`; `a.json.txt` and
/// `a.json.download` are what some programs make of it.
fn without_copy_mark(name: &str) -> String {
    let stem = name
        .find(".json")
        .and_then(|at| name.get(..at))
        .unwrap_or(name);
    let stem = match stem.rsplit_once(" (") {
        Some((before, mark))
            if mark
                .strip_suffix(')')
                .is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit())) =>
        {
            before
        }
        Some(_) | None => stem,
    };
    format!("{stem}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_daybook_gave_tells_the_team_and_the_quarter() {
        let (team, quarter, rest) =
            named("daybook-rosehill-2026-27-Q3-blue-tablet-1a2b3c4d-r2.json").unwrap();
        assert_eq!(
            (team, quarter.code()),
            ("rosehill", "2026-27 Q3".to_owned())
        );
        assert_eq!(rest, "-blue-tablet-1a2b3c4d-r2.json");
        assert_eq!(named("holiday.json"), None);
    }

    #[test]
    fn the_beginning_of_a_return_that_is_cut_off_tells_whose_it_is() {
        let text = "{\"format\": \"daybook-return\", \"team\": {\"id\": \"rosehill\"}, \
                    \"quarter\": {\"code\": \"2026-27 Q3\"}, \"nil\": fal";
        let one = NotUsed::new("C:\\returns\\x.json", "it is cut off", text);
        assert_eq!(one.name.as_str(), "x.json");
        assert_eq!(one.team, TeamId::new("rosehill").ok());
        assert_eq!(
            one.quarter.map(Quarter::code),
            Some("2026-27 Q3".to_owned())
        );
    }

    #[test]
    fn a_second_download_has_the_name_of_the_first() {
        for name in ["a.json", "a (1).json", "a (12).json.download", "a.json.txt"] {
            assert_eq!(without_copy_mark(name), "a.json");
        }
    }
}
