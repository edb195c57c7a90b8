//! A TensorFlow.js graph model → ONNX, as far as the two face models need it.

use super::ConvertError;
use super::onnx::{Attribute, OnnxGraph};
use super::weights::{Tensor, Weights};
use description::{Description, Node};
use std::collections::{HashMap, HashSet};

mod description;

/// From TensorFlow's axes (batch, height, width, channels) to ONNX' (batch, channels, height, width).
const TO_ONNX_AXES: [usize; 4] = [0, 3, 1, 2];

/// `LeakyRelu` that lets nothing through is `Relu`, and the runtime has it four numbers at a time: in the browser that is a
/// quarter of a look.
const RELU: &str = "LeakyRelu";

/// Graph and weights → ONNX. Input and outputs keep their names; pictures go in as (1, 3, height, width), of the size that the
/// graph names or `side` × `side`: a graph of convolutions takes any.
pub(crate) fn graph_to_onnx(
    description: &[u8],
    bytes: &[u8],
    side: Option<usize>,
) -> Result<Vec<u8>, ConvertError> {
    let description: Description = serde_json::from_slice(description)?;
    let weights = Weights::read(&description.weights, bytes)?;
    let nodes = description.in_order()?;
    let mut converter = Converter {
        weights,
        graph: OnnxGraph::default(),
        side,
        shapes: HashMap::new(),
        same_as: HashMap::new(),
    };
    for node in &nodes {
        converter.convert(node)?;
    }
    converter.declare_outputs(&nodes)?;
    Ok(converter.graph.finish())
}

struct Converter {
    weights: Weights,
    graph: OnnxGraph,
    /// Side of the pictures, where it is not the graph's own.
    side: Option<usize>,
    /// Shapes of the computed values, in TensorFlow's order of axes.
    shapes: HashMap<String, Vec<usize>>,
    /// Values that are another value under a second name.
    same_as: HashMap<String, String>,
}

impl Converter {
    fn convert(&mut self, node: &Node) -> Result<(), ConvertError> {
        let inputs: Vec<String> = node.inputs().map(|name| self.resolved(name)).collect();
        let shape = match node.op.as_str() {
            "Const" => return Ok(()),
            "Placeholder" => {
                let mut shape = node.placeholder_shape();
                if let (Some(side), [_, height, width, _]) = (self.side, shape.as_mut_slice()) {
                    (*height, *width) = (side, side);
                }
                self.graph.input(&node.name, &onnx_shape(&shape));
                shape
            }
            "Identity" => {
                self.same_as.insert(node.name.clone(), input(&inputs, 0)?.to_owned());
                return Ok(());
            }
            "_FusedConv2D" | "DepthwiseConv2dNative" => self.convolution(node, &inputs)?,
            "MaxPool" => self.max_pool(node, input(&inputs, 0)?)?,
            "Relu" => {
                self.graph.node(RELU, &[input(&inputs, 0)?], &node.name, &[Attribute::Float("alpha", 0.0)]);
                self.shape(input(&inputs, 0)?)?
            }
            "Sigmoid" => self.element_wise("Sigmoid", node, &inputs[..1])?,
            "AddV2" => self.element_wise("Add", node, &inputs)?,
            "Prelu" => {
                let slope = self.channel_constant(input(&inputs, 1)?)?;
                self.element_wise("PRelu", node, &[input(&inputs, 0)?.to_owned(), slope])?
            }
            "Pad" => self.pad(node, &inputs)?,
            "Reshape" => self.reshape(node, &inputs)?,
            other => return Err(unknown("operator", other)),
        };
        self.shapes.insert(node.name.clone(), shape);
        Ok(())
    }

    fn convolution(&mut self, node: &Node, inputs: &[String]) -> Result<Vec<usize>, ConvertError> {
        let picture = self.shape(input(inputs, 0)?)?;
        let filters = self.weights.load(input(inputs, 1)?)?;
        let [kernel_height, kernel_width, channels, multiplier] = filters.shape[..] else {
            return Err(ConvertError::Shape(node.name.clone()));
        };
        let kernel = [kernel_height, kernel_width];
        let depthwise = node.op.starts_with("Depthwise");
        let (order, outputs, inputs_of_one, groups) = if depthwise {
            ([2, 3, 0, 1], channels * multiplier, 1, channels)
        } else {
            ([3, 2, 0, 1], multiplier, channels, 1)
        };
        let values = filters.transposed(&order);
        let weights = self.graph.floats(&[outputs, inputs_of_one, kernel_height, kernel_width], &values);
        let mut operands = vec![input(inputs, 0)?.to_owned(), weights];
        let fused = node.fused();
        if fused.iter().any(|op| op == "BiasAdd") {
            let bias = self.weights.load(input(inputs, 2)?)?;
            operands.push(self.graph.floats(&[bias.values.len()], &bias.values));
        }
        let window = Window::of(node, &picture, kernel, node.size_pair("strides")?)?;
        let mut attributes = window.attributes();
        attributes.push(Attribute::Int("group", groups as i64));
        let activation = fused.iter().find(|op| *op != "BiasAdd").cloned();
        let output = if activation.is_some() { self.graph.fresh_name() } else { node.name.clone() };
        let operands: Vec<&str> = operands.iter().map(String::as_str).collect();
        self.graph.node("Conv", &operands, &output, &attributes);
        match activation.as_deref() {
            None => {}
            Some("Relu") => self.graph.node(RELU, &[&output], &node.name, &[Attribute::Float("alpha", 0.0)]),
            Some("Prelu") => {
                let slope = self.channel_constant(input(inputs, 3)?)?;
                self.graph.node("PRelu", &[&output, &slope], &node.name, &[]);
            }
            Some(other) => return Err(unknown("activation", other)),
        }
        Ok(window.output_shape(&picture, outputs))
    }

    fn max_pool(&mut self, node: &Node, picture: &str) -> Result<Vec<usize>, ConvertError> {
        let shape = self.shape(picture)?;
        let window = Window::of(node, &shape, node.size_pair("ksize")?, node.size_pair("strides")?)?;
        self.graph.node("MaxPool", &[picture], &node.name, &window.attributes());
        Ok(window.output_shape(&shape, shape[3]))
    }

    /// All operands have the first one's shape, or are one number a channel.
    fn element_wise(
        &mut self,
        op: &str,
        node: &Node,
        operands: &[String],
    ) -> Result<Vec<usize>, ConvertError> {
        let names: Vec<&str> = operands.iter().map(String::as_str).collect();
        self.graph.node(op, &names, &node.name, &[]);
        self.shape(input(operands, 0)?)
    }

    fn pad(&mut self, node: &Node, inputs: &[String]) -> Result<Vec<usize>, ConvertError> {
        let amounts = whole_numbers(self.weights.load(input(inputs, 1)?)?);
        let shape = self.shape(input(inputs, 0)?)?;
        if amounts.len() != 8 || shape.len() != 4 {
            return Err(ConvertError::Shape(node.name.clone()));
        }
        let before = TO_ONNX_AXES.iter().map(|axis| amounts[axis * 2]);
        let behind = TO_ONNX_AXES.iter().map(|axis| amounts[axis * 2 + 1]);
        let in_onnx_order: Vec<i64> = before.chain(behind).collect();
        let amounts_name = self.graph.integers(&in_onnx_order);
        let zero = self.graph.floats(&[], &[0.0]);
        self.graph.node("Pad", &[input(inputs, 0)?, &amounts_name, &zero], &node.name, &[]);
        let added = |axis: usize| (amounts[axis * 2] + amounts[axis * 2 + 1]).max(0) as usize;
        Ok(shape.iter().enumerate().map(|(axis, size)| size + added(axis)).collect())
    }

    /// Channels must come last before a reshape, as TensorFlow has them.
    fn reshape(&mut self, node: &Node, inputs: &[String]) -> Result<Vec<usize>, ConvertError> {
        let shape = self.shape(input(inputs, 0)?)?;
        let total: usize = shape.iter().product();
        let asked = whole_numbers(self.weights.load(input(inputs, 1)?)?);
        let known: usize = asked.iter().filter(|size| **size > 0).map(|size| *size as usize).product();
        let mut target: Vec<usize> =
            asked.iter().map(|size| if *size < 0 { total / known.max(1) } else { *size as usize }).collect();
        // Candidates × numbers: of pictures of another size there are as many as there are places.
        if let (Some(_), [1, candidates, numbers]) = (self.side, target.as_mut_slice()) {
            *candidates = total / (*numbers).max(1);
        }
        if target.len() == 4 {
            return Err(ConvertError::Shape(node.name.clone()));
        }
        let mut source = input(inputs, 0)?.to_owned();
        if shape.len() == 4 && shape[1..3] != [1, 1] {
            let order = [Attribute::Ints("perm", vec![0, 2, 3, 1])];
            source = self.graph.push("Transpose", &[&source], &order);
        }
        let sizes: Vec<i64> = target.iter().map(|size| *size as i64).collect();
        let sizes = self.graph.integers(&sizes);
        self.graph.node("Reshape", &[&source, &sizes], &node.name, &[]);
        Ok(target)
    }

    /// One number a channel, so shaped that ONNX spreads it over height and width.
    fn channel_constant(&mut self, name: &str) -> Result<String, ConvertError> {
        let values = &self.weights.load(name)?.values;
        Ok(self.graph.floats(&[values.len(), 1, 1], values))
    }

    /// Every value that nothing else uses is an output.
    fn declare_outputs(&mut self, nodes: &[&Node]) -> Result<(), ConvertError> {
        let used: HashSet<&str> = nodes.iter().flat_map(|node| node.inputs()).collect();
        let mut declared = HashSet::new();
        for node in nodes.iter().filter(|node| node.op != "Const" && !used.contains(node.name.as_str())) {
            let name = self.resolved(&node.name);
            if declared.insert(name.clone()) {
                let shape = onnx_shape(&self.shape(&name)?);
                self.graph.output(&name, &shape);
            }
        }
        Ok(())
    }

    fn resolved(&self, name: &str) -> String {
        let mut name = name;
        while let Some(other) = self.same_as.get(name) {
            name = other;
        }
        name.to_owned()
    }

    fn shape(&self, name: &str) -> Result<Vec<usize>, ConvertError> {
        self.shapes.get(name).cloned().ok_or_else(|| ConvertError::Missing(name.to_owned()))
    }
}

/// Where a kernel slides: sizes are (height, width).
struct Window {
    kernel: [usize; 2],
    strides: [usize; 2],
    /// (before, behind) for height and width.
    pads: [(usize, usize); 2],
}

impl Window {
    fn of(
        node: &Node,
        picture: &[usize],
        kernel: [usize; 2],
        strides: [usize; 2],
    ) -> Result<Self, ConvertError> {
        if picture.len() != 4 {
            return Err(ConvertError::Shape(node.name.clone()));
        }
        let pads = match node.padding().as_str() {
            "VALID" => [(0, 0); 2],
            "SAME" => [0, 1].map(|axis| same_padding(picture[axis + 1], kernel[axis], strides[axis])),
            other => return Err(unknown("padding", other)),
        };
        Ok(Self { kernel, strides, pads })
    }

    fn attributes(&self) -> Vec<Attribute<'static>> {
        let [(top, bottom), (left, right)] = self.pads;
        vec![
            Attribute::sizes("kernel_shape", &self.kernel),
            Attribute::sizes("strides", &self.strides),
            Attribute::sizes("pads", &[top, left, bottom, right]),
        ]
    }

    fn output_shape(&self, picture: &[usize], channels: usize) -> Vec<usize> {
        let side = |axis: usize| {
            let (before, behind) = self.pads[axis];
            (picture[axis + 1] + before + behind - self.kernel[axis]) / self.strides[axis] + 1
        };
        vec![picture[0], side(0), side(1), channels]
    }
}

/// TensorFlow's `SAME`: as many outputs as strides fit, what is missing goes behind first.
fn same_padding(side: usize, kernel: usize, stride: usize) -> (usize, usize) {
    let outputs = side.div_ceil(stride);
    let missing = ((outputs - 1) * stride + kernel).saturating_sub(side);
    (missing / 2, missing - missing / 2)
}

fn onnx_shape(shape: &[usize]) -> Vec<usize> {
    match shape {
        [_, _, _, _] => TO_ONNX_AXES.iter().map(|axis| shape[*axis]).collect(),
        _ => shape.to_vec(),
    }
}

fn whole_numbers(tensor: &Tensor) -> Vec<i64> {
    tensor.values.iter().map(|value| *value as i64).collect()
}

fn input(inputs: &[String], at: usize) -> Result<&str, ConvertError> {
    inputs.get(at).map(String::as_str).ok_or_else(|| ConvertError::Missing(format!("input {at}")))
}

fn unknown(kind: &'static str, name: &str) -> ConvertError {
    ConvertError::Unknown { kind, name: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::same_padding;

    #[test]
    fn same_padding_puts_the_odd_pixel_behind() {
        assert_eq!(same_padding(256, 5, 2), (1, 2));
        assert_eq!(same_padding(16, 3, 1), (1, 1));
        assert_eq!(same_padding(16, 2, 2), (0, 0));
    }
}
