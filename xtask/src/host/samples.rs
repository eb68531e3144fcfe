//! Settings for three kinds of host, made from the one list of headers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::site::{Caching, HASH_DIGITS, HEADERS, KINDS};

/// `_headers`, read by Netlify, Cloudflare Pages and others like them.
///
/// Where two of its rules match, both values are sent joined. So caching is
/// said for each file, and for no pattern; for the addresses of pages these
/// hosts say by themselves that the browser is to ask again.
pub fn headers_file(names: &[String]) -> String {
    let mut text = "# Daybook: headers for hosts that read this file.\n/*\n".to_owned();
    for (name, value) in HEADERS {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let page = ["/".to_owned()];
    let files = names.iter().map(|name| format!("/{name}"));
    for address in page.into_iter().chain(files) {
        let value = Caching::of(&address).value();
        let _ = writeln!(text, "{address}\n  {}: {value}", Caching::HEADER);
    }
    text
}

/// A site of nginx, to be included in its `http` block.
pub fn nginx() -> String {
    let mut text = format!(
        r#"# Daybook, as an nginx site: a sample. Put your own name, certificate and folder
# where it says so; the rest is what Daybook needs.

# What is named by its contents is kept for a year, if it was found; for all else
# the browser asks each time.
map "$status $uri" $daybook_caching {{
    default "{ask}";
    "~^(200|206|304) .*-[0-9a-f]{{{HASH_DIGITS}}}\.[a-z]+$" "{keep}";
}}

server {{
    listen 443 ssl;
    server_name daybook.example.org;                       # your own
    ssl_certificate /etc/ssl/certs/daybook.pem;            # your own
    ssl_certificate_key /etc/ssl/private/daybook.key;      # your own
    root /srv/daybook/public;                              # the uploaded folder
    server_tokens off;

    # The compressed files that lie beside the others.
    gzip_static on;
    # brotli_static on;     # where nginx has the brotli module: a fifth smaller

    # "always": errors carry them too. Do not repeat add_header in a location: nginx
    # would then leave all of these out there.
"#,
        ask = Caching::AskAgain.value(),
        keep = Caching::Forever.value(),
    );
    for (name, value) in HEADERS {
        let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
    }
    let _ = writeln!(
        text,
        "    add_header {} $daybook_caching always;\n",
        Caching::HEADER
    );
    text.push_str("    charset utf-8;\n");
    let charset = KINDS.iter().filter_map(|(_, kind)| kind.split_once(';'));
    let charset: BTreeSet<_> = charset.map(|(kind, _)| kind).collect();
    // nginx takes text/html for granted, and warns when it is told.
    let named: Vec<_> = charset
        .into_iter()
        .filter(|it| *it != "text/html")
        .collect();
    let _ = writeln!(text, "    charset_types {};", named.join(" "));
    text.push_str("    types {\n");
    for (ending, kind) in KINDS {
        let kind = kind.split(';').next().unwrap_or(kind);
        let _ = writeln!(text, "        {kind} {ending};");
    }
    text.push_str(
        "    }

    # Every address of a page is answered with the one page of the app.
    location / {
        try_files $uri /index.html;
    }
    # What looks like a file and is not there is said to be missing.
    location ~ \\.[a-z0-9]+$ {
        try_files $uri =404;
    }
}
",
    );
    text
}

/// `web.config`, read by IIS.
pub fn iis(names: &[String]) -> String {
    let mut text = r#"<?xml version="1.0" encoding="utf-8"?>
<!-- Daybook: settings for IIS 10. It reads this file from the site's folder. -->
<configuration>
  <system.webServer>
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
"#
    .to_owned();
    let caching = (Caching::HEADER, Caching::AskAgain.value());
    for (name, value) in HEADERS.into_iter().chain([caching]) {
        let _ = writeln!(
            text,
            "        <remove name=\"{name}\" />\n        <add name=\"{name}\" value=\"{}\" />",
            escaped(value)
        );
    }
    text.push_str(
        "      </customHeaders>
    </httpProtocol>
    <staticContent>
",
    );
    for (ending, kind) in KINDS {
        let _ = writeln!(
            text,
            "      <remove fileExtension=\".{ending}\" />\n      \
             <mimeMap fileExtension=\".{ending}\" mimeType=\"{kind}\" />"
        );
    }
    text.push_str(
        r#"    </staticContent>
    <urlCompression doStaticCompression="true" />
    <defaultDocument>
      <files>
        <clear />
        <add value="index.html" />
      </files>
    </defaultDocument>
    <!-- The address of a page is no file: it is answered with the app's one page. -->
    <httpErrors errorMode="Custom" existingResponse="Replace">
      <remove statusCode="404" />
      <error statusCode="404" path="404.html" responseMode="File" />
    </httpErrors>
    <!-- The same with status 200, for which IIS needs its URL Rewrite module. Where
         that is installed, take the next element out of this comment.
    <rewrite>
      <rules>
        <rule name="Pages of Daybook" stopProcessing="true">
          <match url="\.[a-z0-9]+$" negate="true" />
          <action type="Rewrite" url="/index.html" />
        </rule>
      </rules>
    </rewrite>
    -->
  </system.webServer>
"#,
    );
    let kept = names
        .iter()
        .filter(|name| Caching::of(name) == Caching::Forever);
    for name in kept {
        let _ = write!(
            text,
            r#"  <location path="{}">
    <system.webServer>
      <httpProtocol>
        <customHeaders>
          <remove name="{header}" />
          <add name="{header}" value="{}" />
        </customHeaders>
      </httpProtocol>
    </system.webServer>
  </location>
"#,
            escaped(name),
            escaped(Caching::Forever.value()),
            header = Caching::HEADER,
        );
    }
    text.push_str("</configuration>\n");
    text
}

/// As an attribute of XML holds it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASHED: &str = "app-2cb5549d7da9f8e1.css";

    fn names() -> Vec<String> {
        ["404.html", HASHED, "index.html", "service-worker.js"]
            .map(str::to_owned)
            .to_vec()
    }

    /// The rules of a `_headers` file: an address with its lines.
    fn rules(text: &str) -> Vec<(&str, Vec<&str>)> {
        let mut rules: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match (line.strip_prefix("  "), rules.last_mut()) {
                (Some(header), Some((_, headers))) => headers.push(header),
                _ => rules.push((line, Vec::new())),
            }
        }
        rules
    }

    #[test]
    fn the_headers_file_says_every_header_and_each_files_caching_once() {
        let text = headers_file(&names());
        let rules = rules(&text);
        let all = HEADERS.map(|(name, value)| format!("{name}: {value}"));
        assert_eq!(rules[0], ("/*", all.iter().map(String::as_str).collect()));
        let caching = |address: &str| {
            let found: Vec<_> = rules.iter().filter(|(it, _)| *it == address).collect();
            assert_eq!(found.len(), 1, "{address}");
            found[0].1.join("\n")
        };
        let kept = "Cache-Control: public, max-age=31536000, immutable";
        assert_eq!(caching("/app-2cb5549d7da9f8e1.css"), kept);
        for asked in ["/", "/index.html", "/404.html", "/service-worker.js"] {
            assert_eq!(caching(asked), "Cache-Control: no-cache", "{asked}");
        }
    }

    #[test]
    fn the_nginx_sample_says_every_header_kind_and_rewrite() {
        let text = nginx();
        for (name, value) in HEADERS {
            assert!(!value.contains(['"', '$']), "{value} would need escaping");
            let line = format!("\n    add_header {name} \"{value}\" always;\n");
            assert_eq!(text.matches(&line).count(), 1, "{name}");
        }
        // One in a location would take all the others away there.
        let headers = text.matches("    add_header ").count();
        assert_eq!(headers, HEADERS.len() + 1);
        for (ending, _) in KINDS {
            assert!(text.contains(&format!(" {ending};\n")), "{ending}");
        }
        assert!(text.contains("try_files $uri /index.html;"));
        let (opened, closed) = (text.matches('{').count(), text.matches('}').count());
        assert_eq!(opened, closed);
    }

    #[test]
    fn web_config_is_xml_and_says_every_header_and_kind() {
        let text = iis(&names());
        let document = roxmltree::Document::parse(&text).unwrap();
        let root = document.root_element();
        let child = |name: &'static str, of: roxmltree::Node<'_, '_>| {
            of.children()
                .find(|it| it.has_tag_name(name))
                .map(|it| it.id())
        };
        let at = |path: &[&'static str], from: roxmltree::Node<'_, '_>| {
            let id = path.iter().fold(from.id(), |id, name| {
                child(name, document.get_node(id).unwrap()).unwrap()
            });
            document.get_node(id).unwrap()
        };
        let added = |of: roxmltree::Node<'_, '_>| -> Vec<(String, String)> {
            let headers = at(&["system.webServer", "httpProtocol", "customHeaders"], of);
            headers
                .children()
                .filter(|it| it.has_tag_name("add"))
                .map(|it| {
                    let said = |name| it.attribute(name).unwrap().to_owned();
                    (said("name"), said("value"))
                })
                .collect()
        };
        let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let mut expected: Vec<_> = HEADERS.into_iter().map(pair).collect();
        expected.push(pair(("Cache-Control", "no-cache")));
        assert_eq!(added(root), expected);

        let kinds = at(&["system.webServer", "staticContent"], root);
        let mapped = kinds.children().filter(|it| it.has_tag_name("mimeMap"));
        let mapped: Vec<_> = mapped
            .map(|it| {
                let ending = it.attribute("fileExtension").unwrap();
                (
                    ending.trim_start_matches('.'),
                    it.attribute("mimeType").unwrap(),
                )
            })
            .collect();
        assert_eq!(mapped, KINDS);

        let kept: Vec<_> = root
            .children()
            .filter(|it| it.has_tag_name("location"))
            .map(|it| (it.attribute("path").unwrap(), added(it)))
            .collect();
        let value = "public, max-age=31536000, immutable";
        assert_eq!(kept, [(HASHED, vec![pair(("Cache-Control", value))])]);
    }
}
