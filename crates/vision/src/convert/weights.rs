//! Weights as TensorFlow.js stores them: one after the other, described by a manifest.

use super::ConvertError;
use serde::Deserialize;
use std::collections::HashMap;

/// A group of weights in a manifest.
#[derive(Deserialize)]
pub(super) struct Group {
    weights: Vec<Spec>,
}

#[derive(Deserialize)]
struct Spec {
    name: String,
    shape: Vec<usize>,
    dtype: String,
    quantization: Option<Quantization>,
}

#[derive(Deserialize)]
struct Quantization {
    dtype: String,
    #[serde(default)]
    scale: f32,
    #[serde(default)]
    min: f32,
}

/// One constant tensor, whatever its storage was, as floats.
pub(super) struct Tensor {
    /// TensorFlow's order of axes.
    pub(super) shape: Vec<usize>,
    /// Row-major.
    pub(super) values: Vec<f32>,
}

/// Constants by name.
pub(super) struct Weights(HashMap<String, Tensor>);

impl Weights {
    /// Reads every weight of `groups` from `bytes`, which must be used up exactly.
    pub(super) fn read(groups: &[Group], bytes: &[u8]) -> Result<Self, ConvertError> {
        let announced = |at: usize| ConvertError::WeightBytes { found: bytes.len(), announced: at };
        let mut at = 0;
        let mut tensors = HashMap::new();
        for spec in groups.iter().flat_map(|group| &group.weights) {
            let end = at + spec.values() * spec.bytes_per_value()?;
            let values = spec.decode(bytes.get(at..end).ok_or_else(|| announced(end))?);
            tensors.insert(spec.name.clone(), Tensor { shape: spec.shape.clone(), values });
            at = end;
        }
        if at == bytes.len() { Ok(Self(tensors)) } else { Err(announced(at)) }
    }

    /// The weight called `name`, if there is one.
    pub(super) fn find(&self, name: &str) -> Option<&Tensor> {
        self.0.get(name)
    }

    /// The weight called `name`.
    pub(super) fn load(&self, name: &str) -> Result<&Tensor, ConvertError> {
        self.find(name).ok_or_else(|| ConvertError::Missing(name.to_owned()))
    }
}

impl Spec {
    fn values(&self) -> usize {
        self.shape.iter().product()
    }

    fn storage(&self) -> &str {
        self.quantization.as_ref().map_or(&self.dtype, |quantization| &quantization.dtype)
    }

    fn bytes_per_value(&self) -> Result<usize, ConvertError> {
        match self.storage() {
            "float32" | "int32" => Ok(4),
            "float16" => Ok(2),
            "uint8" => Ok(1),
            other => Err(ConvertError::Unknown { kind: "number format", name: other.to_owned() }),
        }
    }

    fn decode(&self, bytes: &[u8]) -> Vec<f32> {
        match self.storage() {
            "float16" => {
                bytes.as_chunks().0.iter().map(|pair| half_to_single(u16::from_le_bytes(*pair))).collect()
            }
            // Integers are axes and paddings, all small: exact as floats.
            "int32" => bytes.as_chunks().0.iter().map(|four| i32::from_le_bytes(*four) as f32).collect(),
            "uint8" => {
                let (scale, min) = self.quantization.as_ref().map_or((1.0, 0.0), |q| (q.scale, q.min));
                bytes.iter().map(|byte| f32::from(*byte) * scale + min).collect()
            }
            _ => bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect(),
        }
    }
}

impl Tensor {
    /// The same numbers with the axes in another order: axis `i` of the result is axis `order[i]` of this one.
    pub(super) fn transposed(&self, order: &[usize]) -> Vec<f32> {
        let rank = self.shape.len();
        let mut strides = vec![1; rank];
        for axis in (0..rank.saturating_sub(1)).rev() {
            strides[axis] = strides[axis + 1] * self.shape[axis + 1];
        }
        let mut index = vec![0; rank];
        let mut values = Vec::with_capacity(self.values.len());
        for _ in 0..self.values.len() {
            let at: usize = index.iter().zip(order).map(|(i, axis)| i * strides[*axis]).sum();
            values.push(self.values[at]);
            for axis in (0..rank).rev() {
                index[axis] += 1;
                if index[axis] < self.shape[order[axis]] {
                    break;
                }
                index[axis] = 0;
            }
        }
        values
    }
}

/// IEEE 754 half precision to single precision.
fn half_to_single(half: u16) -> f32 {
    let (sign, exponent, mantissa) = (half >> 15, u32::from((half >> 10) & 0x1f), u32::from(half & 0x3ff));
    let magnitude = match exponent {
        0 => mantissa as f32 * 2_f32.powi(-24),
        31 => f32::INFINITY,
        _ => f32::from_bits(((exponent + 112) << 23) | (mantissa << 13)),
    };
    if sign == 1 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_become_the_same_singles() {
        for (half, single) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x7bff, 65504.0),
        ] {
            assert_eq!(half_to_single(half).to_bits(), f32::to_bits(single));
        }
    }

    #[test]
    fn axes_change_places() {
        let tensor = Tensor { shape: vec![2, 3], values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0] };
        assert_eq!(tensor.transposed(&[1, 0]), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    }

    #[test]
    fn weights_must_use_up_their_file() {
        let groups: Vec<Group> = serde_json::from_str(
            r#"[{"weights":[{"name":"a","shape":[2],"dtype":"float32","quantization":{"dtype":"uint8","scale":0.5,"min":-1}}]}]"#,
        )
        .unwrap();
        let weights = Weights::read(&groups, &[0, 4]).unwrap();
        assert_eq!(weights.load("a").unwrap().values, [-1.0, 1.0]);
        assert!(matches!(Weights::read(&groups, &[0, 4, 8]), Err(ConvertError::WeightBytes { .. })));
        assert!(matches!(Weights::read(&groups, &[0]), Err(ConvertError::WeightBytes { .. })));
    }
}
