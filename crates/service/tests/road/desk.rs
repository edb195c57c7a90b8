//! Staff for tests: invited at the command line, enrolled with an app that knows the secret.

use domain::id::StaffId;
use domain::staff::totp::step_at;
use service::staff::account::{self, Invitation, NewStaff};
use service::staff::sign_in::{self, Entered, Pending, SignedInStaff};
use service::staff::{Staff, enrol};
use service::{Address, Client, Error, Operator};

use crate::school::School;

pub const PASSWORD: &str = "river-Lamp-42-stone";

/// One of the staff, with the browser they sign in with.
pub struct Colleague {
    pub id: StaffId,
    pub login: String,
    pub client: Client,
    pub staff: Staff,
    session: String,
}

impl School {
    /// Adds somebody at the command line; `role` is a code, or nothing for none.
    pub async fn invite(&self, login: &str, role: &str) -> Invitation {
        let operator = Operator::at_the_command_line();
        let new = NewStaff { login, name: "王芳", role };
        account::add(&self.cx, operator.confirmed(&self.cx).unwrap(), &new).await.unwrap()
    }

    /// Adds somebody and walks them through the first sign-in.
    pub async fn colleague(&self, login: &str, role: &str) -> Colleague {
        let invitation = self.invite(login, role).await;
        let client = self.client();
        let given = self.enrol(&client, login, &invitation).await.unwrap();
        let staff = self.staff(&given).await.unwrap();
        Colleague { id: invitation.id, login: login.to_owned(), client, staff, session: given.session }
    }

    /// The same member as the next request finds them.
    pub async fn again(&self, who: &Colleague) -> Staff {
        sign_in::find(&self.cx, &who.session).await.unwrap().and_then(Entered::into_staff).unwrap()
    }

    /// The browser that was signed in with, behind an address of its own.
    pub fn client_of(&self, given: &SignedInStaff) -> Client {
        let address = Address::of(&self.cx, "198.51.100.78".parse().unwrap());
        Client::new(address, given.device.clone(), None)
    }

    /// The first sign-in.
    pub async fn enrol(
        &self,
        client: &Client,
        login: &str,
        invitation: &Invitation,
    ) -> Result<SignedInStaff, Error> {
        let first = sign_in::with_password(&self.cx, client, login, &invitation.password).await?;
        let pending = self.pending(&first).await;
        enrol::load(&self.cx, &pending).await?;
        let code = self.app(&invitation.id, 0).await;
        enrol::finish(&self.cx, client, &pending, &code, (PASSWORD, PASSWORD)).await
    }

    /// What the app of this member shows, so many steps from now.
    pub async fn app(&self, id: &StaffId, ahead: i64) -> String {
        let found = self.store.read(async |r| store::staff::find_totp(r, id).await).await.unwrap();
        found.expect("an app that was set up").0.code(step_at(self.cx.now()) + ahead)
    }

    /// Both steps, with the app's next code.
    pub async fn sign_staff_in(&self, who: &Colleague, client: &Client) -> Result<SignedInStaff, Error> {
        let first = sign_in::with_password(&self.cx, client, &who.login, PASSWORD).await?;
        let pending = self.pending(&first).await;
        self.wait(30);
        sign_in::with_code(&self.cx, client, &pending, &self.app(&who.id, 0).await).await
    }

    /// Whoever is between two steps.
    pub async fn pending(&self, given: &SignedInStaff) -> Pending {
        match sign_in::find(&self.cx, &given.session).await.unwrap() {
            Some(Entered::Code(pending) | Entered::Enrol(pending)) => pending,
            other => panic!("{other:?}"),
        }
    }

    /// Whoever this session's token stands for, if it still lives.
    pub async fn staff(&self, given: &SignedInStaff) -> Option<Staff> {
        sign_in::find(&self.cx, &given.session).await.unwrap().and_then(Entered::into_staff)
    }

    /// What the audit log says of this member, in the order of the alphabet: the clock stands still in a test.
    pub async fn noted(&self, id: &StaffId) -> Vec<String> {
        let listed = self.store.read(async |r| store::audit::list_for(r, id.as_str()).await).await.unwrap();
        let mut events: Vec<String> = listed.into_iter().map(|(_, event)| event).collect();
        events.sort_unstable();
        events
    }
}
