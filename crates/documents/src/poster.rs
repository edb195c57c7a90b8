//! The poster of the portal (A2): a code to scan, the school's name, and what to do; A4, to be copied up.

use crate::code::{Code, Sturdiness};
use crate::fonts::Fonts;
use crate::paper::{A4, Align, Frame, Paper, PaperError, bold, caption, regular};

/// What the poster says.
#[derive(Debug, Clone, Copy)]
pub struct Poster<'a> {
    /// 示例大学继续教育学院
    pub school: &'a str,
    /// 2026年下半年学士学位外语考试; or any other headline.
    pub title: &'a str,
    /// Address of the portal, as the code holds it.
    pub address: &'a str,
    /// Telephone for questions.
    pub hotline: &'a str,
}

/// Edge of the code with its margin, in millimetres: read from three metres away.
const CODE: f32 = 130.0;
const LEFT: f32 = 20.0;
const WIDTH: f32 = A4[0] - 2.0 * LEFT;

/// The poster as PDF.
pub fn poster(fonts: &Fonts, poster: &Poster<'_>) -> Result<Vec<u8>, PaperError> {
    let code = Code::new(poster.address, Sturdiness::Poster)?;
    let mut paper = Paper::new(fonts, "报名海报", None);
    paper.sheet(A4, |sheet| {
        sheet.fit(Frame::new(LEFT, 24.0, WIDTH, 14.0), bold(26.0), Align::Middle, poster.school);
        sheet.fit(Frame::new(LEFT, 41.0, WIDTH, 12.0), regular(19.0), Align::Middle, poster.title);
        sheet.rule([LEFT, 58.0], [LEFT + WIDTH, 58.0], 0.7);
        sheet.rule([LEFT, 59.0], [LEFT + WIDTH, 59.0], 0.2);
        sheet.text([A4[0] / 2.0, 82.0], bold(48.0), Align::Middle, "扫 码 报 名");
        let frame = Frame::new((A4[0] - CODE) / 2.0, 88.0, CODE, CODE);
        sheet.code(frame, &code);
        sheet.fit(Frame::new(LEFT, 217.0, WIDTH, 9.0), bold(16.0), Align::Middle, poster.address);
        let steps = ["用手机相机或浏览器扫一扫", "准备好本人身份证件", "按页面提示完成报名与缴费"];
        for (at, text) in steps.into_iter().enumerate() {
            let y = 239.0 + 9.5 * at as f32;
            let line = format!("{}　{text}", at + 1);
            sheet.text([A4[0] / 2.0 - 40.0, y], regular(16.0), Align::Left, &line);
        }
        sheet.rule([LEFT, 268.0], [LEFT + WIDTH, 268.0], 0.2);
        let line = format!("微信扫码后请点右上角“···”，选择“在浏览器打开”。咨询电话：{}", poster.hotline);
        sheet.fit(Frame::new(LEFT, 270.0, WIDTH, 7.0), caption(11.0), Align::Middle, &line);
        Ok::<(), PaperError>(())
    })?;
    paper.finish()
}
