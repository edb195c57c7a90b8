//! The dice of an arrangement: small, and the same for ever, so that a stored seed gives the same plan in ten years.

/// `SplitMix64` (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 for a bound of 0. The high half of the product is fair to one part in 2⁶⁴ / bound.
    fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next()) * (bound as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Shuffles (Fisher, Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e2_the_dice_fall_the_same_way_for_ever() {
        let mut dice = Dice::new(1_234_567);
        // The first numbers of the published reference implementation for this seed.
        assert_eq!(dice.next(), 6_457_827_717_110_365_317);
        assert_eq!(dice.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn e2_every_place_gets_every_item_about_equally_often() {
        let mut first = [0_u32; 8];
        for seed in 0..8_000 {
            let mut items: Vec<usize> = (0..8).collect();
            Dice::new(seed).shuffle(&mut items);
            first[items[0]] += 1;
        }
        assert!(first.iter().all(|times| (850..1_150).contains(times)), "{first:?}");
    }
}
