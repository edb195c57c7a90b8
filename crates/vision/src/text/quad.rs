//! Four corners around a line of text.

use crate::pixels::{Border, Homography, Picture, Point};

/// Cuts at least so many times as high as wide are turned: the line runs downwards.
const TALL: f32 = 1.5;

/// Corners of a line: left top, right top, right bottom, left bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quad(pub(crate) [Point; 4]);

pub(crate) fn distance(a: Point, b: Point) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

impl Quad {
    /// Puts four corners into their order.
    pub(crate) fn ordered(mut corners: [Point; 4]) -> Self {
        corners.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let [mut left_top, mut left_bottom, mut right_top, mut right_bottom] = corners;
        if left_top[1] > left_bottom[1] {
            std::mem::swap(&mut left_top, &mut left_bottom);
        }
        if right_top[1] > right_bottom[1] {
            std::mem::swap(&mut right_top, &mut right_bottom);
        }
        Self([left_top, right_top, right_bottom, left_bottom])
    }

    /// Length of the upper edge.
    pub(crate) fn width(&self) -> f32 {
        distance(self.0[0], self.0[1])
    }

    /// Mean length of the edges at both ends.
    pub(crate) fn height(&self) -> f32 {
        f32::midpoint(distance(self.0[0], self.0[3]), distance(self.0[1], self.0[2]))
    }

    /// Whether the line runs downwards rather than across.
    pub(crate) fn is_tall(&self) -> bool {
        distance(self.0[0], self.0[3]) > 1.3 * self.width()
    }

    /// Direction of the line in radians, mean of both long edges.
    pub(crate) fn angle(&self) -> f32 {
        let [a, b, c, d] = self.0;
        ((b[1] - a[1]) + (c[1] - d[1])).atan2((b[0] - a[0]) + (c[0] - d[0]))
    }

    /// The same corners seen by somebody who stands on their head.
    pub(crate) fn turned_half(&self) -> Self {
        let [a, b, c, d] = self.0;
        Self([c, d, a, b])
    }

    /// The line cut out of the picture and straightened, lying.
    pub(crate) fn cut_from(&self, picture: &Picture) -> Picture {
        let [a, b, c, d] = self.0;
        let width = distance(a, b).max(distance(c, d)).round().max(1.0);
        let height = distance(a, d).max(distance(b, c)).round().max(1.0);
        let cut = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]];
        let to_picture = Homography::between(cut, self.0);
        let cut = picture.warped(&to_picture, width as usize, height as usize, 1, Border::Nearest);
        if height / width >= TALL { cut.turned_left() } else { cut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_put_into_order() {
        let quad = Quad::ordered([[90.0, 12.0], [0.0, 40.0], [88.0, 52.0], [2.0, 0.0]]);
        assert_eq!(quad.0, [[2.0, 0.0], [90.0, 12.0], [88.0, 52.0], [0.0, 40.0]]);
    }

    #[test]
    fn a_line_running_downwards_is_cut_out_lying() {
        let quad = Quad([[10.0, 10.0], [20.0, 10.0], [20.0, 60.0], [10.0, 60.0]]);
        assert!(quad.is_tall());
        let cut = quad.cut_from(&Picture::filled(80, 80, 5));
        assert_eq!((cut.width(), cut.height()), (50, 10));
    }
}
