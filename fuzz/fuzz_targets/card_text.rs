//! Whatever the recogniser might read, wherever it might see it: nothing panics, neither the fields nor the verdict.
#![no_main]

use domain::card::{CardHolder, judge_card};
use domain::instant::Instant;
use libfuzzer_sys::fuzz_target;
use vision::{RawLine, of_lines};

/// More lines than any card has.
const MOST_LINES: usize = 40;

/// Pieces of a card, so that the fuzzer need not find the characters one by one.
const PIECES: [&str; 16] = [
    "姓名",
    "性别",
    "男",
    "女",
    "民族",
    "汉",
    "出生",
    "1995年6月15日",
    "住址",
    "公民身份号码",
    "430111199506150029",
    "中华人民共和国",
    "居民身份证",
    "签发机关",
    "有效期限",
    "2018.03.02-2038.03.02",
];

type Input<'a> = (Vec<(&'a str, u8, f32, [[f32; 2]; 4], bool)>, usize);

fuzz_target!(|input: Input<'_>| {
    let (raw, split) = input;
    let lines: Vec<RawLine> = raw
        .into_iter()
        .take(MOST_LINES)
        .map(|(text, piece, probability, corners, upside_down)| {
            let piece = PIECES.get(usize::from(piece)).copied().unwrap_or_default();
            (format!("{piece}{text}"), probability, corners, upside_down)
        })
        .collect();
    let at = split.min(lines.len());
    let (front, back) = (of_lines(lines[..at].to_vec()), of_lines(lines[at..].to_vec()));
    let holder = CardHolder { name: "张三", number: "430111199506150029" };
    // 2026-11-24 in Shanghai.
    let today = Instant::from_millis(1_795_500_000_000).in_shanghai().date();
    let _ = judge_card(&front, &back, &holder, today);
});
