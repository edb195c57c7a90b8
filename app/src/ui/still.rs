//! Views that the browser takes over in one go.
//!
//! A view that may hold lazily loaded code is taken over step by step, by a future of its own per element: a quarter of
//! the code of each view. Only the router's place for a page is of that kind; once the page's code is there, all of the
//! page's views are still. So pages and their parts hide their types by [`Still::still`], never by `into_any`.

use leptos::children::ChildrenOptContainer;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState, Render, RenderHtml};

/// Hides the type of a view.
pub trait Still {
    /// The same view without its type.
    fn still(self) -> AnyView;
}

impl<T: RenderHtml> Still for T {
    fn still(self) -> AnyView {
        Whole(self).into_any()
    }
}

/// What stands inside a component, without its type.
pub struct Inside(Box<dyn FnOnce() -> AnyView + Send>);

impl Inside {
    /// Draws it.
    pub fn draw(self) -> AnyView {
        (self.0)()
    }
}

impl<F, C> ToChildren<F> for Inside
where
    F: FnOnce() -> C + Send + 'static,
    C: RenderHtml + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || children().still()))
    }
}

impl<T: RenderHtml + 'static> ToChildren<ChildrenOptContainer<T>> for Inside {
    fn to_children(children: ChildrenOptContainer<T>) -> Self {
        Self(Box::new(move || children.0.still()))
    }
}

/// All is `T`'s own, but `hydrate_async`, which stays the trait's: it hydrates at once.
struct Whole<T>(T);

impl<T: Render> Render for Whole<T> {
    type State = T::State;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.0.rebuild(state);
    }
}

impl<T: AddAnyAttr> AddAnyAttr for Whole<T> {
    type Output<NewAttr: Attribute> = Whole<T::Output<NewAttr>>;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        Whole(self.0.add_any_attr(attr))
    }
}

impl<T: RenderHtml> RenderHtml for Whole<T> {
    type AsyncOutput = T::AsyncOutput;
    type Owned = Whole<T::Owned>;

    const MIN_LENGTH: usize = T::MIN_LENGTH;
    const EXISTS: bool = T::EXISTS;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    async fn resolve(self) -> Self::AsyncOutput {
        self.0.resolve().await
    }

    fn html_len(&self) -> usize {
        self.0.html_len()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self::Owned {
        Whole(self.0.into_owned())
    }
}
