import { stage } from './peerstage.js';

/**
 * Who uses this page: the account that signed in, and its profile once it has one. `change` is dispatched when either does.
 * A view that needs more than there is asks with `require`, which opens the dialogs by which a person gets there.
 */
class Session extends EventTarget {
  /** The profile of the account; null before registration. */
  profile = null;
  /** Whether the account may use the admins' page. */
  admin = false;
  /** Whether the profile is not known yet. */
  loading = false;
  /** Why the profile could not be had. */
  error = null;
  #last = 0;

  constructor() {
    super();
    stage.addEventListener('signedin', () => this.refresh());
    stage.addEventListener('signedout', () => this.refresh());
    this.refresh();
  }

  get account() {
    return stage.account ?? null;
  }

  get signedIn() {
    return this.account !== null;
  }

  get registered() {
    return this.profile !== null;
  }

  get name() {
    return this.profile ? fullName(this.profile) : null;
  }

  /** @returns {Promise<void>} resolved when the answer is there, whatever it says */
  async refresh() {
    const turn = ++this.#last;
    if (this.profile?.account !== this.account) {
      this.profile = null;
      this.admin = false;
    }
    this.error = null;
    this.loading = this.signedIn;
    this.#changed();
    if (!this.signedIn) return;
    let profile = null;
    let error = null;
    try {
      const me = await stage.getMe();
      if (turn !== this.#last) return; // another account has signed in meanwhile
      this.admin = me.admin;
      if (me.registered) profile = await stage.getProfile(me.account);
    } catch (cause) {
      error = cause;
    }
    if (turn !== this.#last) return; // another account has signed in meanwhile
    this.profile = profile ?? (error ? this.profile : null);
    this.error = error;
    this.loading = false;
    this.#changed();
  }

  /** Saves the profile, which registers an account that has none. */
  async saveProfile(fields) {
    const profile = await stage.editProfile(fields);
    this.profile = { ...this.profile, ...profile };
    this.loading = false;
    this.#changed();
  }

  async signOut(options) {
    await stage.signOut(options);
  }

  /**
   * Signed in, and registered where asked for: true at once, or when the person has done what was missing.
   * @returns {Promise<boolean>} false if they would rather not
   */
  async require({ registered = false } = {}) {
    if (!this.signedIn && !await dialog('sign-in-dialog').ask()) return false;
    if (!registered) return true;
    if (this.loading || this.error) await this.refresh();
    return this.registered || dialog('name-dialog').ask();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

const dialog = name => document.querySelector(name);

export const session = new Session();

export const shortAccount = account => `${account.slice(0, 6)}…${account.slice(-4)}`;

export const fullName = ({ name, surname }) => [name, surname].filter(Boolean).join(' ') || null;

/** The name of a person where there is one, else the short account. */
export const called = (account, person = {}) => fullName(person) ?? shortAccount(account);
