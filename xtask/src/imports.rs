//! Shorter names between the program and its glue. `wasm-bindgen` puts a hash behind the name of each of the three hundred
//! functions that the program asks of the browser, in both files: nothing that a compression could make smaller, four kilobytes
//! of the first visit.
//!
//! A short name follows from all the names together, which either file holds, so a browser that has kept one of the two
//! never meets another naming in the other.

use std::collections::{BTreeMap, BTreeSet};

/// What all names of the glue begin with, and hexadecimal digits of the hash behind them.
const HEADS: [&str; 2] = ["__wbg_", "__wbindgen_"];
const HASH_DIGITS: usize = 16;
/// Number of the section of a WebAssembly file that names what it imports.
const IMPORTS: u8 = 2;
/// Eight bytes stand before the first section: the magic and the version.
const HEADER: usize = 8;

/// Both files with short names. Nothing where they are not as expected: they work as they are.
pub fn shorten(glue: &str, program: &[u8]) -> Option<(String, Vec<u8>)> {
    let names = short_names(glue);
    Some((renamed(glue, &names), reimported(program, &names)?))
}

/// Each long name with its short one.
fn short_names(glue: &str) -> BTreeMap<&str, String> {
    let long: BTreeSet<&str> = words(glue).filter(|word| is_long(word)).collect();
    // A dollar begins no other word of the glue.
    long.into_iter().zip(0_u32..).map(|(name, at)| (name, format!("${at:x}"))).collect()
}

fn is_long(word: &str) -> bool {
    let hash = word.rsplit('_').next().unwrap_or_default();
    HEADS.iter().any(|head| word.starts_with(head))
        && hash.len() == HASH_DIGITS
        && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn is_of_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_' || sign == '$'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign| !is_of_word(sign)).filter(|word| !word.is_empty())
}

fn renamed(glue: &str, names: &BTreeMap<&str, String>) -> String {
    let mut out = String::with_capacity(glue.len());
    let mut rest = glue;
    while let Some(start) = rest.find(is_of_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|sign| !is_of_word(sign)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The file with its import section written anew.
fn reimported(program: &[u8], names: &BTreeMap<&str, String>) -> Option<Vec<u8>> {
    let mut out = program.get(..HEADER)?.to_vec();
    let mut at = HEADER;
    while at < program.len() {
        let id = *program.get(at)?;
        let start = at + 1;
        let (size, body) = number(program, start)?;
        let end = body.checked_add(size)?;
        let section = program.get(body..end)?;
        if id == IMPORTS {
            let section = renamed_section(section, names)?;
            out.push(id);
            push_number(&mut out, section.len());
            out.extend(section);
        } else {
            out.extend(program.get(at..end)?);
        }
        at = end;
    }
    Some(out)
}

fn renamed_section(section: &[u8], names: &BTreeMap<&str, String>) -> Option<Vec<u8>> {
    let (count, mut at) = number(section, 0)?;
    let mut out = Vec::with_capacity(section.len());
    push_number(&mut out, count);
    for _ in 0..count {
        let (module, after) = text(section, at)?;
        let (name, after) = text(section, after)?;
        let end = end_of_kind(section, after)?;
        push_text(&mut out, module);
        push_text(&mut out, names.get(name).map_or(name, String::as_str));
        out.extend(section.get(after..end)?);
        at = end;
    }
    (at == section.len()).then_some(out)
}

/// Where the description of an import ends that begins here: of a function, table, memory, global or tag.
fn end_of_kind(section: &[u8], at: usize) -> Option<usize> {
    let after = at + 1;
    match section.get(at)? {
        0 => number(section, after).map(|(_, end)| end),
        // The type of a reference is one byte, as all ours are.
        1 => limits(section, after + 1),
        2 => limits(section, after),
        3 => Some(after + 2),
        4 => number(section, after + 1).map(|(_, end)| end),
        _ => None,
    }
}

fn limits(section: &[u8], at: usize) -> Option<usize> {
    let has_most = section.get(at)? & 1 == 1;
    let (_, end) = number(section, at + 1)?;
    if has_most { number(section, end).map(|(_, end)| end) } else { Some(end) }
}

fn text(bytes: &[u8], at: usize) -> Option<(&str, usize)> {
    let (length, start) = number(bytes, at)?;
    let end = start.checked_add(length)?;
    Some((std::str::from_utf8(bytes.get(start..end)?).ok()?, end))
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    push_number(out, text.len());
    out.extend(text.bytes());
}

/// Seven bits to a byte, the lowest first (LEB128), and where it ends.
fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let (mut value, mut shift) = (0_usize, 0_u32);
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some((value, at));
        }
        shift += 7;
    }
}

fn push_number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "return{\"./x.js\":{__wbg_then_3a4f899454bcf8c9:function(e){},__wbg_new_bb74001155cb8ca8(){}}};\
        e.__wbg_ptr;__wbindgen_free;__wbindgen_is_null_c22311b1cc228e3a";

    /// A file that imports two functions, a memory and a global, and has a section behind.
    fn program(names: [&str; 2]) -> Vec<u8> {
        let mut imports = Vec::new();
        push_number(&mut imports, 4);
        for (name, kind) in [
            (names[0], &[0_u8, 0x85, 0x01][..]),
            (names[1], &[0, 1]),
            ("memory", &[2, 1, 17, 0x80, 0x02]),
            ("base", &[3, 0x7f, 0]),
        ] {
            push_text(&mut imports, "./x.js");
            push_text(&mut imports, name);
            imports.extend(kind);
        }
        let mut file = b"\0asm\x01\0\0\0".to_vec();
        file.extend([1, 1, 0]);
        file.push(IMPORTS);
        push_number(&mut file, imports.len());
        file.extend(imports);
        file.extend([10, 2, 9, 9]);
        file
    }

    #[test]
    fn both_files_have_the_same_short_names_and_nothing_else_is_touched() {
        let long = ["__wbg_then_3a4f899454bcf8c9", "__wbindgen_is_null_c22311b1cc228e3a"];
        let (glue, short) = shorten(GLUE, &program(long)).unwrap();
        assert_eq!(glue, "return{\"./x.js\":{$1:function(e){},$0(){}}};e.__wbg_ptr;__wbindgen_free;$2");
        assert_eq!(short, program(["$1", "$2"]));
    }

    #[test]
    fn a_file_that_is_not_as_expected_stays_as_it_is() {
        let whole = program(["a", "b"]);
        assert_eq!(shorten("", &whole).unwrap().1, whole, "no long name");
        for cut in 9..whole.len() - 4 {
            assert!(shorten(GLUE, &whole[..cut]).is_none_or(|(_, short)| short == whole[..cut]), "{cut}");
        }
    }
}
