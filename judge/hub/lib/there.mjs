// A hub that is there already, wherever it runs: known by its address, and by its administrator or the link that makes one.

export class There {
  /** `gateway`: where its servers are, when that is elsewhere. `admin`: `{ email, password }`; without one there is `setupToken`. */
  constructor({ url, gateway = url, admin, setupToken }) {
    Object.assign(this, { apis: [{ url }], gateways: [{ url: gateway }], admin, setupToken, isSetUp: Boolean(admin) });
  }

  /** As the words of a command line say: `--url`, `--gateway`, `--account`, `--setup`; a password is the environment's. */
  static of({ url, gateway, account, setup }) {
    const admin = account && { email: account, password: process.env.MCPHUB_PASSWORD };
    if (account ? !admin.password : !setup) throw new Error('say who is its administrator by --account and MCPHUB_PASSWORD, or what makes one by --setup TOKEN');
    const bare = (text) => text?.replace(/\/$/, '');
    return new There({ url: bare(url), gateway: bare(gateway), admin, setupToken: setup });
  }
}
