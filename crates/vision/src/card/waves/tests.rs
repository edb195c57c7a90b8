use super::*;
use crate::pixels::{UploadLimits, decode_upload};
use domain::card::PictureFacts;

const WIDTH: usize = 900;
const HEIGHT: usize = 600;

/// A grey picture with the camera's noise and, at each place, this much more red, green and blue.
fn picture(more: impl Fn(f32, f32) -> [f32; 3]) -> Picture {
    let mut state = 7_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as f32 / 65_536.0 * 8.0 - 4.0
    };
    let mut rgb = Vec::with_capacity(WIDTH * HEIGHT * 3);
    for at in 0..WIDTH * HEIGHT {
        let more = more((at % WIDTH) as f32, (at / WIDTH) as f32);
        rgb.extend(more.map(|value| (150.0 + value + noise()).round() as u8));
    }
    Picture::new(WIDTH, HEIGHT, rgb).unwrap()
}

fn waves(picture: &Picture) -> Waves {
    strongest_within(picture, [20..WIDTH - 20, 20..HEIGHT - 20])
}

/// The stronger of both.
fn measured(picture: &Picture) -> f32 {
    let Waves { fine, slow } = waves(picture);
    fine.max(slow)
}

/// Through a JPEG as hard as phones make them.
fn pressed(picture: &Picture) -> Picture {
    decode_upload(&picture.to_jpeg(50).unwrap(), UploadLimits::default()).unwrap()
}

/// A wave of this strength, so many pixels long, across and down.
fn wave(strength: f32, x: f32, y: f32) -> f32 {
    strength * (TAU * (x + y)).sin()
}

#[test]
fn noise_and_jpegs_own_blocks_are_no_wave() {
    let plain = picture(|_, _| [0.0; 3]);
    assert!(measured(&plain) < 6.0, "{}", measured(&plain));
    let pressed = pressed(&plain);
    assert!(measured(&pressed) < 6.0, "{}", measured(&pressed));
}

#[test]
fn b5_a_fine_wave_all_over_is_found_in_brightness_and_in_colour() {
    let bright = picture(|x, y| [wave(2.0, x / 3.3, y / 7.1); 3]);
    assert!(measured(&bright) > 100.0, "{}", measured(&bright));
    let coloured = picture(|x, y| {
        let more = wave(2.0, x / 9.7, y / 13.0);
        [more, 0.0, -more]
    });
    assert!(measured(&coloured) > 100.0, "{}", measured(&coloured));
}

#[test]
fn b5_a_wave_is_found_although_a_tilted_card_changes_its_length_a_little() {
    let tilted = picture(|x, y| [wave(3.0, x * (0.300 + x * 4e-6), y / 20.0); 3]);
    assert!(measured(&tilted) > 100.0, "{}", measured(&tilted));
}

#[test]
fn b5_lines_that_turn_like_the_printed_ones_of_a_card_are_no_screen() {
    let printed = picture(|x, y| [wave(12.0, 0.0, (y + 30.0 * (x / 60.0).sin()) / 5.0); 3]);
    assert!(measured(&printed) < PictureFacts::WAVE_SUSPECT, "{}", measured(&printed));
}

#[test]
fn b5_a_wave_on_a_part_of_the_card_is_no_screen() {
    let woven = picture(|x, y| [if x < 300.0 { wave(12.0, x / 4.0, y / 9.0) } else { 0.0 }; 3]);
    assert!(measured(&woven) < 12.0, "{}", measured(&woven));
}

#[test]
fn slow_waves_are_light_and_shapes() {
    let lit = picture(|x, y| [wave(30.0, x / 70.0, y / 55.0); 3]);
    assert!(measured(&lit) < 12.0, "{}", measured(&lit));
}

#[test]
fn what_is_too_small_for_squares_says_nothing() {
    let small = picture(|x, _| [wave(9.0, x / 4.0, 0.0); 3]);
    let Waves { fine, slow } = strongest_within(&small, [0..100, 0..400]);
    assert!(fine.max(slow).abs() < f32::EPSILON);
}

#[test]
fn a_wave_is_fine_or_slow_by_its_own_length() {
    let fine = waves(&picture(|x, y| [wave(6.0, x / 5.3, y / 9.0); 3]));
    assert!(fine.fine > 100.0 && fine.slow < 6.0, "{fine:?}");
    let slow = waves(&picture(|x, y| [wave(6.0, x / 14.0, y / 16.0); 3]));
    assert!(slow.slow > 100.0 && slow.fine < 6.0, "{slow:?}");
}
