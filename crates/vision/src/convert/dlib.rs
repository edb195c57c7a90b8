//! dlib's residual network of 29 layers, which describes a face in 128 numbers.
//!
//! Its package publishes the weights only; the graph stands here, as in `face-api`'s `FaceRecognitionNet`.

use super::ConvertError;
use super::onnx::{Attribute, OnnxGraph};
use super::weights::{Group, Weights};

/// Width and height of the picture it takes, in pixels.
const INPUT: usize = 150;
/// Side of the picture after the first convolution and pooling.
const SIDE_AFTER_STEM: usize = 35;
/// The residual blocks in order; `down` halves the side.
const BLOCKS: [&str; 14] = [
    "conv32_1",
    "conv32_2",
    "conv32_3",
    "conv64_down",
    "conv64_1",
    "conv64_2",
    "conv64_3",
    "conv128_down",
    "conv128_1",
    "conv128_2",
    "conv256_down",
    "conv256_1",
    "conv256_2",
    "conv256_down_out",
];

/// Weights and manifest → ONNX with input `input` (1, 3, 150, 150) and output `descriptor` (1, 128).
pub(crate) fn descriptor_to_onnx(manifest: &[u8], bytes: &[u8]) -> Result<Vec<u8>, ConvertError> {
    let groups: Vec<Group> = serde_json::from_slice(manifest)?;
    let mut network = Network { weights: Weights::read(&groups, bytes)?, graph: OnnxGraph::default() };
    network.graph.input("input", &[1, 3, INPUT, INPUT]);
    let (stem, channels) = network.convolve("input", "conv32_down", 2, 0)?;
    let stem = network.graph.push("Relu", &[&stem], &[]);
    let pooling = [Attribute::sizes("kernel_shape", &[3, 3]), Attribute::sizes("strides", &[2, 2])];
    let value = network.graph.push("MaxPool", &[&stem], &pooling);
    let mut flow = Flow { value, channels, side: SIDE_AFTER_STEM };
    for block in BLOCKS {
        flow = network.residual(&flow, block)?;
    }
    network.finish(&flow.value)
}

/// What flows from block to block.
struct Flow {
    value: String,
    channels: usize,
    /// Width and height in pixels.
    side: usize,
}

struct Network {
    weights: Weights,
    graph: OnnxGraph,
}

impl Network {
    /// A convolution with its scale folded into the weights; gives the value and its number of channels.
    fn convolve(
        &mut self,
        input: &str,
        prefix: &str,
        stride: usize,
        pad: usize,
    ) -> Result<(String, usize), ConvertError> {
        let filters = self.weights.load(&format!("{prefix}/conv/filters"))?;
        let bias = &self.weights.load(&format!("{prefix}/conv/bias"))?.values;
        let scale = &self.weights.load(&format!("{prefix}/scale/weights"))?.values;
        let shift = &self.weights.load(&format!("{prefix}/scale/biases"))?.values;
        let [side, _, inputs, outputs] = filters.shape[..] else {
            return Err(ConvertError::Shape(prefix.to_owned()));
        };
        let mut values = filters.transposed(&[3, 2, 0, 1]);
        for (filter, scale) in values.chunks_exact_mut(inputs * side * side).zip(scale) {
            for value in filter {
                *value *= scale;
            }
        }
        let bias: Vec<f32> = bias.iter().zip(scale).zip(shift).map(|((b, s), t)| b * s + t).collect();
        let weights = self.graph.floats(&[outputs, inputs, side, side], &values);
        let bias = self.graph.floats(&[outputs], &bias);
        let attributes = [
            Attribute::sizes("kernel_shape", &[side, side]),
            Attribute::sizes("strides", &[stride, stride]),
            Attribute::sizes("pads", &[pad; 4]),
        ];
        Ok((self.graph.push("Conv", &[input, &weights, &bias], &attributes), outputs))
    }

    /// Two convolutions and the way around them. A block that halves the side averages the way around,
    /// and pads with zeros whatever of the two is smaller.
    fn residual(&mut self, flow: &Flow, block: &str) -> Result<Flow, ConvertError> {
        let halves = block.contains("down");
        let (stride, pad) = if halves { (2, 0) } else { (1, 1) };
        let (value, _) = self.convolve(&flow.value, &format!("{block}/conv1"), stride, pad)?;
        let value = self.graph.push("Relu", &[&value], &[]);
        let (mut value, channels) = self.convolve(&value, &format!("{block}/conv2"), 1, 1)?;
        let mut around = flow.value.clone();
        let mut side = flow.side;
        if halves {
            let pooling = [Attribute::sizes("kernel_shape", &[2, 2]), Attribute::sizes("strides", &[2, 2])];
            around = self.graph.push("AveragePool", &[&flow.value], &pooling);
            let convolved = (flow.side - 3) / 2 + 1;
            side = flow.side / 2;
            value = self.pad(value, 0, side - convolved);
            around = self.pad(around, channels - flow.channels, 0);
        }
        let sum = self.graph.push("Add", &[&around, &value], &[]);
        Ok(Flow { value: self.graph.push("Relu", &[&sum], &[]), channels, side })
    }

    /// Zeros behind the channels, and below and right of the picture.
    fn pad(&mut self, value: String, channels: usize, side: usize) -> String {
        if channels == 0 && side == 0 {
            return value;
        }
        let (channels, side) = (channels as i64, side as i64);
        let amounts = self.graph.integers(&[0, 0, 0, 0, 0, channels, side, side]);
        let zero = self.graph.floats(&[], &[0.0]);
        self.graph.push("Pad", &[&value, &amounts, &zero], &[])
    }

    fn finish(mut self, value: &str) -> Result<Vec<u8>, ConvertError> {
        let mean_of = [Attribute::Ints("axes", vec![2, 3]), Attribute::Int("keepdims", 0)];
        let mean = self.graph.push("ReduceMean", &[value], &mean_of);
        let last = self.weights.load("fc")?;
        let last = self.graph.floats(&last.shape, &last.values);
        self.graph.node("MatMul", &[&mean, &last], "descriptor", &[]);
        self.graph.output("descriptor", &[1, 128]);
        Ok(self.graph.finish())
    }
}
