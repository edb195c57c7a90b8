//! Writes an ONNX model: the six protobuf messages it needs, field numbers as in `onnx.proto`.

/// Operator set that gives the operators used here the meaning meant (`ReduceMean` takes its axes as an attribute).
const OPERATOR_SET: i64 = 13;
/// Version of the file format.
const IR_VERSION: i64 = 8;
const TYPE_FLOAT: i64 = 1;
const TYPE_INT64: i64 = 7;
const ATTRIBUTE_FLOAT: i64 = 1;
const ATTRIBUTE_INT: i64 = 2;
const ATTRIBUTE_INTS: i64 = 7;

/// An attribute of a node.
pub(super) enum Attribute<'a> {
    /// One number.
    Float(&'a str, f32),
    /// One integer.
    Int(&'a str, i64),
    /// A list of integers.
    Ints(&'a str, Vec<i64>),
}

impl<'a> Attribute<'a> {
    /// A list of sizes.
    pub(super) fn sizes(name: &'a str, sizes: &[usize]) -> Self {
        Self::Ints(name, sizes.iter().map(|size| *size as i64).collect())
    }
}

/// A graph under construction. Values are called by name; constants get names of their own.
#[derive(Default)]
pub(super) struct OnnxGraph {
    nodes: Message,
    constants: Message,
    ends: Message,
    named: usize,
}

impl OnnxGraph {
    /// A name that nothing else has.
    pub(super) fn fresh_name(&mut self) -> String {
        self.named += 1;
        format!("t{}", self.named)
    }

    /// A constant of floats; an empty shape is a scalar.
    pub(super) fn floats(&mut self, shape: &[usize], values: &[f32]) -> String {
        let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(shape, TYPE_FLOAT, &raw)
    }

    /// A constant list of integers.
    pub(super) fn integers(&mut self, values: &[i64]) -> String {
        let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(&[values.len()], TYPE_INT64, &raw)
    }

    fn constant(&mut self, shape: &[usize], element: i64, raw: &[u8]) -> String {
        let name = self.fresh_name();
        let mut tensor = Message::default();
        for size in shape {
            tensor.integer(1, *size as i64);
        }
        tensor.integer(2, element);
        tensor.bytes(8, name.as_bytes());
        tensor.bytes(9, raw);
        self.constants.message(5, &tensor);
        name
    }

    /// A node whose output is called `output`.
    pub(super) fn node(
        &mut self,
        operator: &str,
        inputs: &[&str],
        output: &str,
        attributes: &[Attribute<'_>],
    ) {
        let mut node = Message::default();
        for input in inputs {
            node.bytes(1, input.as_bytes());
        }
        node.bytes(2, output.as_bytes());
        node.bytes(4, operator.as_bytes());
        for attribute in attributes {
            node.message(5, &Message::of_attribute(attribute));
        }
        self.nodes.message(1, &node);
    }

    /// A node whose output gets a name of its own.
    pub(super) fn push(&mut self, operator: &str, inputs: &[&str], attributes: &[Attribute<'_>]) -> String {
        let output = self.fresh_name();
        self.node(operator, inputs, &output, attributes);
        output
    }

    /// Declares an input of the model.
    pub(super) fn input(&mut self, name: &str, shape: &[usize]) {
        self.ends.message(11, &Message::of_value(name, shape));
    }

    /// Declares an output of the model.
    pub(super) fn output(&mut self, name: &str, shape: &[usize]) {
        self.ends.message(12, &Message::of_value(name, shape));
    }

    /// The bytes of the model.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut graph = self.nodes;
        graph.bytes(2, b"graph");
        graph.0.extend(self.constants.0);
        graph.0.extend(self.ends.0);
        let mut operators = Message::default();
        operators.bytes(1, b"");
        operators.integer(2, OPERATOR_SET);
        let mut model = Message::default();
        model.integer(1, IR_VERSION);
        model.message(7, &graph);
        model.message(8, &operators);
        model.0
    }
}

/// A protobuf message under construction.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn variable_length(&mut self, mut value: u64) {
        while value > 0x7f {
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn integer(&mut self, field: u32, value: i64) {
        self.variable_length(u64::from(field << 3));
        self.variable_length(value.cast_unsigned());
    }

    fn float(&mut self, field: u32, value: f32) {
        self.variable_length(u64::from((field << 3) | 5));
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn bytes(&mut self, field: u32, bytes: &[u8]) {
        self.variable_length(u64::from((field << 3) | 2));
        self.variable_length(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn message(&mut self, field: u32, message: &Self) {
        self.bytes(field, &message.0);
    }

    fn of_attribute(attribute: &Attribute<'_>) -> Self {
        let mut message = Self::default();
        match attribute {
            Attribute::Float(name, value) => {
                message.bytes(1, name.as_bytes());
                message.float(2, *value);
                message.integer(20, ATTRIBUTE_FLOAT);
            }
            Attribute::Int(name, value) => {
                message.bytes(1, name.as_bytes());
                message.integer(3, *value);
                message.integer(20, ATTRIBUTE_INT);
            }
            Attribute::Ints(name, values) => {
                message.bytes(1, name.as_bytes());
                for value in values {
                    message.integer(8, *value);
                }
                message.integer(20, ATTRIBUTE_INTS);
            }
        }
        message
    }

    fn of_value(name: &str, shape: &[usize]) -> Self {
        let mut sizes = Self::default();
        for size in shape {
            let mut dimension = Self::default();
            dimension.integer(1, *size as i64);
            sizes.message(1, &dimension);
        }
        let mut tensor = Self::default();
        tensor.integer(1, TYPE_FLOAT);
        tensor.message(2, &sizes);
        let mut kind = Self::default();
        kind.message(1, &tensor);
        let mut value = Self::default();
        value.bytes(1, name.as_bytes());
        value.message(2, &kind);
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_take_seven_bits_a_byte() {
        let mut message = Message::default();
        message.integer(1, 300);
        assert_eq!(message.0, [0x08, 0xac, 0x02]);
    }
}
