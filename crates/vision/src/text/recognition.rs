//! What a line of text says.

use super::TextReader;
use super::letters::{Letter, Text};
use crate::network::VisionError;
use crate::pixels::Picture;
use rten_tensor::prelude::*;

/// Height both models take, in pixels.
const HEIGHT_PX: usize = 48;
/// Widest line the direction model looks at, in pixels.
const DIRECTION_WIDTH_PX: usize = 192;
/// A line is turned when the model is so sure that it stands on its head: turning a right one loses it.
const UPSIDE_DOWN: f32 = 0.9;
/// The recogniser takes widths that are multiples of this; wider padding only costs.
const WIDTH_STEP_PX: usize = 8;
/// Widest line that is read, in pixels at the recogniser's height: beyond are only false finds.
const MAX_WIDTH_PX: usize = 3_200;

fn normalised(_: usize, value: u8) -> f32 {
    f32::from(value) / 127.5 - 1.0
}

fn width_at_height(line: &Picture) -> usize {
    (HEIGHT_PX * line.width()).div_ceil(line.height())
}

impl TextReader {
    /// Whether the line stands on its head.
    pub(super) fn is_upside_down(&self, line: &Picture) -> Result<bool, VisionError> {
        let width = width_at_height(line).clamp(1, DIRECTION_WIDTH_PX);
        let planes = line.resized(width, HEIGHT_PX).planes([2, 1, 0], DIRECTION_WIDTH_PX, normalised);
        let output = self.direction.run_for_one([1, 3, HEIGHT_PX, DIRECTION_WIDTH_PX], planes)?.to_vec();
        let [_, upside_down] = output[..] else { return Err(self.direction.form()) };
        Ok(upside_down > UPSIDE_DOWN)
    }

    /// Reads one lying line.
    pub(crate) fn recognise(&self, line: &Picture) -> Result<Text, VisionError> {
        let width = width_at_height(line).clamp(1, MAX_WIDTH_PX);
        let padded = width.next_multiple_of(WIDTH_STEP_PX);
        let planes = line.resized(width, HEIGHT_PX).planes([2, 1, 0], padded, normalised);
        let output = self.recognition.run_for_one([1, 3, HEIGHT_PX, padded], planes)?;
        let [_, _, classes] = *output.shape() else { return Err(self.recognition.form()) };
        if classes != self.characters.len() {
            return Err(self.recognition.form());
        }
        Ok(decoded(&output.to_vec(), &self.characters))
    }
}

/// The likeliest character of each step; the same one in neighbouring steps is one, the first class is none
/// (connectionist temporal classification, greedy).
fn decoded(steps: &[f32], characters: &[String]) -> Text {
    let mut letters = Vec::new();
    let mut last = 0;
    for step in steps.chunks_exact(characters.len()) {
        let (best, probability) = step
            .iter()
            .copied()
            .enumerate()
            .fold((0, f32::MIN), |best, this| if this.1 > best.1 { this } else { best });
        if best != 0 && best != last {
            letters.extend(characters[best].chars().map(|sign| Letter { sign, probability }));
        }
        last = best;
    }
    Text(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_collapse_and_blanks_part_them() {
        let characters = ["", "甲", "乙"].map(String::from);
        let step = |best: usize| (0..3).map(move |i| if i == best { 0.8 } else { 0.1 });
        let steps: Vec<f32> = [1, 1, 0, 1, 2, 2, 0].into_iter().flat_map(step).collect();
        let text = decoded(&steps, &characters);
        assert_eq!(text.to_string(), "甲甲乙");
        assert!((text.least_probability() - 0.8).abs() < 1e-6);
    }
}
