// What the hub's REST API takes and answers, made of its OpenAPI document by `make web-types`. Not to be edited.

export interface paths {
    "/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See what this hub is */
        get: operations["about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account
         * @description With an invitation, the new account is a member of the organisation that it was invited into.
         */
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the hub's own audit log */
        get: operations["listHubAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the jobs of the whole hub */
        get: operations["listAllJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/key-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the key that seals the hub's own secrets
         * @description Second factors and the keys that sign access tokens. The new key is used from now on; a job seals what there is anew and then
         *     forgets the old keys.
         */
        post: operations["rotateHubKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/master-key-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the master key
         * @description Configure the new key as `secrets.master_key` and the one before among `secrets.older_master_keys`, restart the hub, call this,
         *     and take the old key out.
         */
        post: operations["rotateMasterKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all organisations */
        get: operations["listAllOrganisations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/organisations/{organisation}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set what an organisation may have
         * @description The hub's defaults hold where one is null or left out.
         */
        put: operations["setQuotas"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the settings in force
         * @description Of the process that answers. Secrets are masked. They are set by a file or by the environment, not by REST.
         */
        get: operations["getHubSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how the hub does */
        get: operations["getHubStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List accounts */
        get: operations["listUsers"];
        put?: never;
        /**
         * Make an account
         * @description Answers a link to be given to its owner, who chooses a password with it.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See an account */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description Disabling it ends its sign-ins at once.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/admin/users/{user}/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let somebody choose a new password
         * @description Answers a link to be given to them. The present password works until it is used.
         */
        post: operations["createPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description By the one whose address it is for.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** See where an invitation leads */
        post: operations["lookAtInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See who is signed in */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your account */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change your password
         * @description All other sign-ins of the account end.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Confirm the second factor */
        put: operations["confirmSecondFactor"];
        /**
         * Begin to use a second factor
         * @description Answers a secret for an authenticator app. It is asked for at sign-in once a code of it was confirmed.
         */
        post: operations["beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/second-factor/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the second factor */
        post: operations["removeSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your sign-ins */
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sign-ins */
        delete: operations["endMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your organisations */
        get: operations["listOrganisations"];
        put?: never;
        /** Make an organisation */
        post: operations["createOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See an organisation
         * @description `{organisation}` is an identifier or a slug, here and everywhere.
         */
        get: operations["getOrganisation"];
        put?: never;
        post?: never;
        /**
         * Delete an organisation
         * @description With everything in it, for good.
         */
        delete: operations["deleteOrganisation"];
        options?: never;
        head?: never;
        /** Change an organisation */
        patch: operations["updateOrganisation"];
        trace?: never;
    };
    "/organisations/{organisation}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The key is shown this once. It works in this organisation only, and never does more than its owner may.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/api-keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an API key back
         * @description One's own, or anybody's with the permission `keys:manage`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/api-keys/{key}/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate an API key
         * @description The key before does not work any more; the new one is shown this once. Its scopes and its end stay.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List APIs */
        get: operations["listApis"];
        put?: never;
        /**
         * Register an API
         * @description Returns at once; a job fetches the document with all that it refers to, compiles it, and keeps what came of it as the API's
         *     first revision.
         */
        post: operations["registerApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See an API
         * @description `{api}` is an identifier or a slug, here and everywhere.
         */
        get: operations["getApi"];
        put?: never;
        post?: never;
        /**
         * Delete an API
         * @description It can be restored for a while.
         */
        delete: operations["deleteApi"];
        options?: never;
        head?: never;
        /** Change an API */
        patch: operations["updateApi"];
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List credentials
         * @description Everybody's and one's own, with the schemes that the API declares. Never their values.
         */
        get: operations["listCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/credentials/{scheme}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a credential
         * @description In the place of the one that there was. It is sealed and cannot be read again, and goes only to where the API is now: when the API
         *     moves to another host, it has to be set again.
         */
        put: operations["setCredential"];
        post?: never;
        /** Delete a credential */
        delete: operations["deleteCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/credentials/{scheme}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a credential
         * @description Calls a tool that needs the scheme, changes nothing and needs no arguments, and looks at what the upstream says.
         */
        post: operations["testCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how an API's upstream does */
        get: operations["getApiHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/probes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Probe an API's upstream now */
        post: operations["probeApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/refreshes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch and compile an API's document anew
         * @description What came of it is a new revision where anything changed, and waits for approval unless the API's settings say otherwise.
         */
        post: operations["refreshApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/restoration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a deleted API */
        post: operations["restoreApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List revisions */
        get: operations["listRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a revision
         * @description `{revision}` is an identifier, a number, `current`, `pending` or `last`, here and everywhere.
         */
        get: operations["getRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a revision current
         * @description The one that waits, or an older one to go back to.
         */
        post: operations["approveRevision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/blueprint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a revision's blueprint
         * @description Everything that a server needs except secrets, as `mcphub compile` writes it.
         */
        get: operations["getBlueprint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what changed since the revision before
         * @description In terms that an agent would notice: `breaking`, `notable`, `addition`.
         */
        get: operations["getChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/documents/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a document of a revision
         * @description As it came.
         */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a revision
         * @description It stays where it can be looked at, and does not wait any more.
         */
        post: operations["rejectRevision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what the compiler says of a revision
         * @description Operations in, tools out, a reason and a place for every one left out, and everything else worth saying.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tools of a revision */
        get: operations["listTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a tool of a revision
         * @description As it stands in the blueprint: words, schemas, hints, and how it calls the API.
         */
        get: operations["getTool"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a tool out
         * @description Calls the API with the given arguments and answers what an agent would get, together with the exact request and response.
         */
        post: operations["callTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the audit log */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the audit log
         * @description One JSON object on each line, newest first.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the audit log
         * @description Reads it to its end, and checks the hash of each line.
         */
        post: operations["verifyAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List calls */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/calls/{call}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See a call */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/calls/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See what calls come to */
        get: operations["sumCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List events */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/events/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow events
         * @description Server-sent events: each event of the organisation, with its number as its `id`, so that a client that was interrupted goes on
         *     where it was.
         */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invitations */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody
         * @description Answers a link to be given to them. An earlier invitation of the same address does not work any more.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List jobs */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See a job */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/jobs/{job}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description At once when it waits, soon when it is being done.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/jobs/{job}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a job
         * @description Server-sent events: the job each time that something changed, until its end.
         */
        get: operations["followJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/jobs/{job}/retries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a job done once more
         * @description The one that has ended stays as it is; what is done is a new one, with attempts of its own.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/key-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the key that seals an organisation's secrets
         * @description The new key is used from now on; a job seals what there is anew and then forgets the old keys.
         */
        post: operations["rotateDataKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens
         * @description Events, calls and lines of logs, as server-sent events, or over a WebSocket with the subprotocol `mcphub.live` where the request asks
         *     for one. Each has the position after which to go on when the stream was interrupted, or ended because rights changed. Calls and lines
         *     come about a second after they happened.
         */
        get: operations["followLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List members */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description Everybody may leave; taking others out needs `members:manage`. Their API keys in the organisation do not work any more.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /** Give a member another role */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/organisations/{organisation}/registries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List registries */
        get: operations["listRegistries"];
        put?: never;
        /**
         * Make a registry
         * @description Its address has to be one that the hub may reach. The password is sealed and cannot be read again.
         */
        post: operations["createRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/registries/{registry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See a registry */
        get: operations["getRegistry"];
        put?: never;
        post?: never;
        /**
         * Delete a registry
         * @description What was pushed to it stays there.
         */
        delete: operations["deleteRegistry"];
        options?: never;
        head?: never;
        /**
         * Change a registry
         * @description A password that is kept does not go to another host, nor to the same one with less protection: give it again, or have it forgotten,
         *     where `address`, `is_insecure` or `authorities` change that.
         */
        patch: operations["updateRegistry"];
        trace?: never;
    };
    "/organisations/{organisation}/registries/{registry}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tags of a repository
         * @description As the registry tells them now, without those that hold signatures and lists of contents.
         */
        get: operations["listRegistryTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/registries/{registry}/tags/{tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a tag
         * @description Registries delete what a tag names, and with it every other tag that names the same: where there are such tags, nothing is deleted
         *     and the answer names them.
         */
        delete: operations["deleteRegistryTag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/registries/{registry}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a registry
         * @description Reaches it and shows the login that is kept. Nothing is pushed.
         */
        post: operations["testRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an organisation's own roles
         * @description Beside them every organisation has `owner`, `admin`, `developer` and `viewer`.
         */
        get: operations["listRoles"];
        put?: never;
        /** Make a role */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a role that nobody has */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /** Change a role */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/organisations/{organisation}/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List servers */
        get: operations["listServers"];
        put?: never;
        /**
         * Make a server
         * @description Nothing is served before a version of it is made and deployed.
         */
        post: operations["createServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a server
         * @description `{server}` is an identifier or a slug, here and everywhere.
         */
        get: operations["getServer"];
        put?: never;
        post?: never;
        /**
         * Delete a server
         * @description With its versions; one that is deployed has to be stopped before. Records of its calls stay until their time has come.
         */
        delete: operations["deleteServer"];
        options?: never;
        head?: never;
        /** Change a server */
        patch: operations["updateServer"];
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/bundle.mcpb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a server as a bundle
         * @description An MCP bundle (`.mcpb`) for clients that start servers themselves, Claude Desktop among them: it asks for a key and passes on what
         *     the client says to the server here. There is no secret in it.
         */
        get: operations["getServerBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/connection-guides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how clients are told about a server
         * @description For each client that is known: commands, parts of files, links. A key has to be put where `YOUR_KEY` stands.
         */
        get: operations["listConnectionGuides"];
        put?: never;
        /**
         * Make a key for a client, and see how the client is told
         * @description The key may call this server and do nothing else. It is shown this once.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/deployment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how a server is deployed */
        get: operations["getDeployment"];
        /**
         * Deploy a server
         * @description Answers at once; how far it is can be followed in the deployment and in the events. Deploying a version ends a canary.
         */
        put: operations["deployServer"];
        post?: never;
        /**
         * Stop a server
         * @description What is being answered gets the time to end.
         */
        delete: operations["stopServer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/deployment/promotion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the canary to everybody */
        post: operations["promoteCanary"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/deployment/replicas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a server's processes
         * @description None where it runs in the gateway's own process.
         */
        get: operations["listReplicas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/deployment/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll a server back
         * @description A canary ends; where there is none, the version before the present one is served again. Any other version is gone back to by
         *     deploying it.
         */
        post: operations["rollBackServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the images of a server */
        get: operations["listServerImages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/images/{image}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See an image, and what was found in it */
        get: operations["getServerImage"];
        put?: never;
        post?: never;
        /**
         * Forget an image
         * @description Its archive goes with it. What was pushed to a registry stays there.
         */
        delete: operations["deleteServerImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/images/{image}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an image as a file
         * @description An OCI layout in a tar archive, which engines load (`docker load`) and other tools push. There is one where the image was pushed
         *     nowhere; those of the last few are kept.
         */
        get: operations["getServerImageArchive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a server has to say
         * @description How its deployment does, calls that were not answered well, and what its own processes say. What comes is followed in the live feed.
         */
        get: operations["listLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/server.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a server as registries write it
         * @description A `server.json` of the schema of 2025-12-11, with the version that is served and where it is.
         */
        get: operations["getServerManifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what a server's design comes to
         * @description Its tools as the next version would have them, and what of the design does not fit.
         */
        get: operations["getServerDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a server */
        get: operations["listServerVersions"];
        put?: never;
        /**
         * Make a version of a server
         * @description Its design is frozen with the revisions that its APIs have now. Nothing that is served changes before it is deployed.
         */
        post: operations["createServerVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a version of a server
         * @description `{version}` is an identifier or a number.
         */
        get: operations["getServerVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/versions/{version}/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See what belongs to a version of a server */
        get: operations["getServerVersionPart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/versions/{version}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an image of a version of a server
         * @description A job makes it, has it looked through where the hub has a scanner, and pushes it or keeps its archive. What may not be handed out is
         *     kept as `blocked`, with what was found. The same version gives the same image.
         */
        post: operations["createServerImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/servers/{server}/versions/{version}/project": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a version of a server as a source project
         * @description A complete project with the same tools, which sends the same requests and belongs to whoever takes it. There is no secret in it: it
         *     takes credentials from its environment. The same version gives the same bytes.
         */
        get: operations["getServerProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List service accounts */
        get: operations["listServiceAccounts"];
        put?: never;
        /**
         * Make a service account
         * @description A program that acts by API keys of its own; they outlive the person who makes them.
         */
        post: operations["createServiceAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/service-accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a service account with its keys */
        delete: operations["deleteServiceAccount"];
        options?: never;
        head?: never;
        /** Change a service account */
        patch: operations["updateServiceAccount"];
        trace?: never;
    };
    "/organisations/{organisation}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload documents
         * @description As a form with a `file` for each document, or as the body itself. A zip archive is unpacked. Files that no API uses go away after
         *     a day.
         */
        post: operations["upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See an upload
         * @description Which files an API's `source` has, also those that nothing refers to.
         */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/uploads/{upload}/files/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file of an upload
         * @description As it came.
         */
        get: operations["getUploadedFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See what an organisation uses */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Make a webhook
         * @description It gets what happens from now on, each event once or more, signed as Standard Webhooks says: `webhook-id`, `webhook-timestamp`
         *     and `webhook-signature`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations/{organisation}/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a webhook */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change a webhook */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/organisations/{organisation}/webhooks/{webhook}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a webhook
         * @description Sends an event of the kind `webhook.test`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a new password
         * @description With the token of a link that an administrator made. All sign-ins of the account end.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Answers an access token, which holds for some minutes, and a refresh token, with which the next ones are had. An account with a
         *     second factor answers `second_factor_required` until `code` is sent as well.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stay signed in
         * @description Answers the next access token and the next refresh token. One that was used before ends the sign-in: somebody else has it too.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first administrator
         * @description Works once, with the token of the link that the hub prints when it starts without any account.
         */
        post: operations["setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v0.1/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List servers as a registry does
         * @description The API of the official MCP registry, for clients that read registries: every version that is served or was, of the servers that are
         *     deployed in the caller's organisations, as far as their key reaches. Without a token it is what is open to anybody, where the hub
         *     allows such servers.
         */
        get: operations["listRegistryServers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v0.1/servers/{serverName}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a server as a registry does
         * @description The one that is served, and those before it; the newest first.
         */
        get: operations["listRegistryVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v0.1/servers/{serverName}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a version of a server as a registry tells it
         * @description `latest` is the one that is served.
         */
        get: operations["getRegistryVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What anybody may know of the hub. */
        About: {
            /** @description There is no account yet: the first one is made by the link that the hub prints when it starts. */
            needs_setup: boolean;
            /** @description Servers may be open to anybody who has their address. */
            open_servers: boolean;
            /** @description Characters that a password has at least. */
            password_length: number;
            /** @description Who may make an account: `closed`, `invited` or `open`. */
            sign_up: string;
            /** @description The address by which it is reached. */
            url: string;
            version: string;
        };
        /**
         * @description Who may use a server.
         *
         *     - `organisation`: Members of the organisation and its API keys, as far as they may call servers.
         *     - `open`: Anybody who has the address, where the hub allows such servers.
         * @enum {string}
         */
        Access: "organisation" | "open";
        /** @description Somebody with an account. */
        Account: {
            created_at: components["schemas"]["Timestamp"];
            /** @description Lower case. */
            email: string;
            /** @description A second factor is asked for at sign-in. */
            has_second_factor: boolean;
            id: components["schemas"]["UserId"];
            /** @description May administer the whole hub. */
            is_admin: boolean;
            /** @description May not sign in. */
            is_disabled: boolean;
            last_seen_at?: components["schemas"]["Timestamp"] | null;
            /** @description As they want to be called. */
            name: string;
        };
        /** @description Who did something. */
        Actor: {
            /** @enum {string} */
            type: "system";
        } | {
            /** @enum {string} */
            type: "anonymous";
        } | {
            /** @description Who. */
            id: components["schemas"]["UserId"];
            /** @enum {string} */
            type: "user";
        } | {
            /** @description Which. */
            id: components["schemas"]["KeyId"];
            /** @enum {string} */
            type: "key";
            /** @description Whose. */
            user: components["schemas"]["UserId"];
        } | {
            /** @description Which. */
            id: components["schemas"]["ServiceAccountId"];
            /** @description Its key. */
            key: components["schemas"]["KeyId"];
            /** @enum {string} */
            type: "service";
        };
        /** @description A registered API. */
        Api: {
            created_at: components["schemas"]["Timestamp"];
            current_revision?: components["schemas"]["RevisionId"] | null;
            deleted_at?: components["schemas"]["Timestamp"] | null;
            description: string;
            health: components["schemas"]["Health"];
            id: components["schemas"]["ApiId"];
            /** @description What makes it as files say it; people do where it is null. */
            managed_by?: string | null;
            name: string;
            /** @description Who is responsible for it. */
            owner: components["schemas"]["UserId"];
            pending_revision?: components["schemas"]["RevisionId"] | null;
            settings: components["schemas"]["ApiSettings"];
            /** @description In URLs. */
            slug: string;
            source: components["schemas"]["Source"];
            tags: string[];
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What changes; what is left out stays. */
        ApiChange: {
            description?: components["schemas"]["Description"] | null;
            managed_by?: components["schemas"]["Manager"] | null;
            name?: components["schemas"]["Name"] | null;
            owner?: components["schemas"]["UserId"] | null;
            settings?: components["schemas"]["ApiSettings"] | null;
            slug?: components["schemas"]["Slug"] | null;
            source?: components["schemas"]["SourceChange"] | null;
            tags?: components["schemas"]["Tag"][] | null;
        };
        ApiId: string;
        /** @description An API key, without the key. */
        ApiKey: {
            created_at: components["schemas"]["Timestamp"];
            expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description The beginning of the key, to recognise it by. */
            hint: string;
            id: components["schemas"]["KeyId"];
            last_used_at?: components["schemas"]["Timestamp"] | null;
            name: string;
            reach?: components["schemas"]["KeyReach"] | null;
            /** @description What it may do, of what its owner may. */
            scopes: components["schemas"]["Permissions"];
            service_account?: components["schemas"]["ServiceAccountId"] | null;
            user?: components["schemas"]["UserId"] | null;
        };
        /** @description An API key with the key. */
        ApiKeyWithSecret: components["schemas"]["ApiKey"] & {
            /** @description The key. Shown this once. */
            key: string;
        };
        /** @description How an API's document is read, watched and called. */
        ApiSettings: {
            /**
             * @description A new revision becomes current without anybody's approval.
             * @default false
             */
            auto_approve?: boolean;
            /**
             * @description The credential with which the document is fetched, by its scheme's name; none when absent.
             * @default null
             */
            document_credential?: string | null;
            /**
             * @description What the document is, instead of recognising it: `openapi`, `graphql`, `wsdl`, `grpc`, `postman`, `har`, `curl` or `http`.
             * @default null
             */
            kind?: string | null;
            /**
             * @description Only tools whose name or operation matches one of these globs.
             * @default []
             */
            only?: string[];
            /**
             * @description A path or URL of the upstream to probe, instead of one that is found in the document.
             * @default null
             */
            probe?: string | null;
            /**
             * Format: int32
             * @description Seconds between probes of the upstream; never when absent.
             * @default 300
             */
            probe_every?: number | null;
            /**
             * Format: int32
             * @description Seconds between fetches of the document; never when absent.
             * @default null
             */
            refresh_every?: number | null;
            /**
             * @description Base URL instead of the document's.
             * @default null
             */
            upstream?: string | null;
            /**
             * @description What a document has to live up to.
             * @default best-effort
             */
            validation?: components["schemas"]["Validation"];
        };
        /** @description What is changed about an argument; what is absent stays. */
        ArgumentEdit: {
            /** @description This value where the model gives none; the argument is then never required. */
            default?: unknown;
            /**
             * @description Another description.
             * @default null
             */
            description?: string | null;
            /** @description Always this value; models do not see the argument. */
            fixed?: unknown;
            /**
             * @description Models do not see the argument, and nothing is sent for it.
             * @default false
             */
            hidden?: boolean;
            /**
             * @description Another name.
             * @default null
             */
            name?: string | null;
        };
        /**
         * @description Whether a person is asked before tools act.
         *
         *     - `never`: Tools act at once.
         *     - `destructive`: Tools that may destroy something (`destructiveHint`) ask first: the client's user or, where a client cannot ask, for the name of what is destroyed in an argument of its own.
         * @enum {string}
         */
        Ask: "never" | "destructive";
        /** @description A line of the audit log. Each carries a hash over itself and the line before, so that none can be changed or taken out unnoticed. */
        AuditEntry: {
            /** @description What, as `api.register`. */
            action: string;
            /** @description Who. */
            actor: components["schemas"]["Actor"];
            /** @description From where. */
            address: string;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description What is worth knowing about it. No secrets. */
            detail: unknown;
            /** @description SHA-256 in hex over this line and the hash of the line before. */
            hash: string;
            /**
             * Format: int64
             * @description Counted from 1 within the organisation.
             */
            number: number;
            /** @description `done`, or why not: `forbidden`, `wrong-password`, … */
            outcome: string;
            /** @description The request's identifier, as in logs and answers. */
            request: string;
            /** @description The identifier of what it was done to; empty where there is none. */
            subject: string;
            /** @description With which program. */
            user_agent: string;
        };
        /** @description What a check of the log came to. */
        AuditVerification: {
            /**
             * Format: int64
             * @description The first number at which the log is not what was written.
             */
            broken_at?: number | null;
            /** @description Nothing was changed, added or taken out. */
            is_whole: boolean;
            /**
             * Format: int64
             * @description Lines that were read.
             */
            lines: number;
        };
        /** @description A call of a tool. */
        Call: {
            actor: components["schemas"]["Actor"];
            at: components["schemas"]["Timestamp"];
            /** @description The client, as it calls itself. */
            client: string;
            /** @description Why it failed; nothing when it did not. */
            error?: string | null;
            id: components["schemas"]["CallId"];
            /**
             * Format: double
             * @description Milliseconds from its arrival to its answer.
             */
            millis: number;
            outcome: components["schemas"]["CallOutcome"];
            /**
             * Format: int64
             * @description Bytes of the arguments.
             */
            request_bytes: number;
            /**
             * Format: int64
             * @description Bytes of the answer.
             */
            response_bytes: number;
            server: components["schemas"]["ServerId"];
            /**
             * Format: int64
             * @description Tokens that the answer costs a model, estimated.
             */
            tokens: number;
            tool: string;
            /**
             * Format: double
             * @description Milliseconds of these that the upstream took, where it was asked.
             */
            upstream_millis?: number | null;
            /**
             * Format: int64
             * @description The status that the upstream answered with.
             */
            upstream_status?: number | null;
            version?: components["schemas"]["VersionId"] | null;
        };
        CallId: string;
        /**
         * @description What a call came to.
         *
         *     - `ok`: It was answered.
         *     - `tool-error`: The upstream, or the call itself, failed; the answer says why.
         *     - `invalid`: What was asked for is no call that the server knows.
         *     - `denied`: The caller may not call this tool.
         *     - `limited`: There were too many calls.
         *     - `failed`: The server did not answer.
         *     - `cancelled`: The caller did not wait for the answer.
         *     - `asked`: A person has to be asked first; what they decide is a call of its own.
         * @enum {string}
         */
        CallOutcome: "ok" | "tool-error" | "invalid" | "denied" | "limited" | "failed" | "cancelled" | "asked";
        /** @description What some calls come to. */
        CallSum: {
            /**
             * Format: int64
             * @description Calls that were let in.
             */
            calls: number;
            /**
             * Format: int64
             * @description Those that were not answered well.
             */
            failures: number;
            /**
             * Format: double
             * @description Milliseconds on average.
             */
            mean_millis: number;
            /** @description The hour, the tool, the caller or the server. */
            of: string;
            /**
             * Format: int64
             * @description Milliseconds that half of them took at most, as far as it can be told from classes of times.
             */
            p50_millis?: number | null;
            /**
             * Format: int64
             * @description Milliseconds that 95 of a hundred took at most.
             */
            p95_millis?: number | null;
            /**
             * Format: int64
             * @description Milliseconds that 99 of a hundred took at most.
             */
            p99_millis?: number | null;
            /**
             * Format: int64
             * @description Calls that were too many, or not allowed.
             */
            refused: number;
            /**
             * Format: int64
             * @description Bytes of arguments.
             */
            request_bytes: number;
            /**
             * Format: int64
             * @description Bytes of answers.
             */
            response_bytes: number;
            /**
             * Format: int64
             * @description Tokens of answers, estimated.
             */
            tokens: number;
        };
        /** @description A call in full. */
        CallWithContent: components["schemas"]["Call"] & {
            /** @description What the tool was called with, where the server keeps it. */
            arguments?: unknown;
            /** @description What it answered, where the server keeps it. */
            result?: unknown;
        };
        /** @description A newer version that some callers get. */
        Canary: {
            /**
             * Format: int32
             * @description Callers of a hundred. A caller gets the same version each time.
             */
            percent: number;
            /** @description Which. */
            version: components["schemas"]["VersionId"];
        };
        /** @description A change that does not fit the revision that it is applied to. Everything else was applied. */
        Conflict: {
            /** @description Stable, kebab-case. */
            code: string;
            /** @description What does not fit, and what was done instead. Lowercase, no full stop. */
            message: string;
            /** @description The key of the operation. */
            operation: string;
        };
        /** @description A key with the guides in which it stands. */
        Connection: {
            guides: components["schemas"]["ConnectionGuide"][];
            key: components["schemas"]["ApiKeyWithSecret"];
        };
        /** @description How one client is told. */
        ConnectionGuide: {
            /** @description Stable, kebab-case. */
            id: string;
            steps: components["schemas"]["ConnectionStep"][];
            /** @description What the client is called. */
            title: string;
        };
        /** @description One step: each way that a client has is a step of its own. */
        ConnectionStep: {
            kind: components["schemas"]["ConnectionStepKind"];
            /** @description For a file: where it is. */
            path?: string | null;
            /** @description The words, the command, the link, or what belongs into the file. */
            text: string;
        };
        /**
         * @description What is done in a step.
         * @enum {string}
         */
        ConnectionStepKind: "words" | "command" | "file" | "link";
        /** @description A secret for an upstream, without the secret. */
        Credential: {
            created_at: components["schemas"]["Timestamp"];
            /** @description The origins that it may be sent to. */
            destinations: string[];
            id: components["schemas"]["CredentialId"];
            read_at?: components["schemas"]["Timestamp"] | null;
            /** @description The security scheme's name in the document. */
            scheme: string;
            set_by: components["schemas"]["UserId"];
            source?: components["schemas"]["SecretSource"] | null;
            /** @description Why it could not be read there the last time; the value from before is still in use. */
            source_problem?: string | null;
            tested?: components["schemas"]["Tested"] | null;
            updated_at: components["schemas"]["Timestamp"];
            user?: components["schemas"]["UserId"] | null;
        };
        CredentialId: string;
        /** @description What an API wants to be authenticated with, and what there is. */
        Credentials: {
            /** @description Everybody's, and one's own. */
            items: components["schemas"]["Credential"][];
            /** @description Of the current revision. */
            schemes: components["schemas"]["SecurityScheme"][];
            /** @description Where values may be read that are not given. */
            sources: components["schemas"]["SecretSources"];
        };
        /** @description What to test. */
        CredentialTest: {
            /**
             * Format: password
             * @description A secret that is not kept; the one that is kept is tested when left out.
             */
            value?: string | null;
        };
        /** @description Which tools of an API there are, and what is changed about them. */
        Curation: {
            /**
             * @description Instead of the instructions that were made.
             * @default null
             */
            instructions?: string | null;
            /**
             * @description Which tools; all where there are none. The last one that matches a tool decides; a tool that none matches is in when the
             *     first of them takes tools out, and out when it takes tools in.
             * @default []
             */
            picks?: components["schemas"]["Pick"][];
            /**
             * @description Changes, by the key of the operation: `GET /pets/{id}`.
             * @default {}
             */
            tools?: {
                [key: string]: components["schemas"]["ToolEdit"];
            };
        };
        /** @description A role that an organisation made for itself. */
        CustomRole: {
            created_at: components["schemas"]["Timestamp"];
            description: string;
            id: components["schemas"]["RoleId"];
            name: string;
            permissions: components["schemas"]["Permissions"];
        };
        /** @description How a server is deployed: what is wanted, and what there is. */
        Deployment: {
            canary?: components["schemas"]["Canary"] | null;
            created_at: components["schemas"]["Timestamp"];
            /** @description None of its replicas runs, because nobody calls: the first call starts one, and waits for it. */
            is_asleep: boolean;
            /** @description What is wanted has been looked at: the state is the one of what is wanted now. */
            is_settled: boolean;
            /** @description It is wanted to serve. */
            is_wanted: boolean;
            /** @description What there is to say about it: why it failed, what is missing. */
            message: string;
            /**
             * Format: int64
             * @description Replicas of each version, where it has processes or containers of its own.
             */
            replicas: number;
            scaling?: components["schemas"]["Scaling"] | null;
            /** @description Since when. */
            since: components["schemas"]["Timestamp"];
            /** @description How far it is. */
            state: components["schemas"]["DeploymentState"];
            /** @description Where. */
            target: components["schemas"]["Target"];
            updated_at: components["schemas"]["Timestamp"];
            /** @description The version that it serves. */
            version: components["schemas"]["VersionId"];
        };
        /**
         * @description How far a deployment is.
         *
         *     - `pending`: It was asked for, and nobody has looked at it yet.
         *     - `starting`: It is being started, or changed.
         *     - `running`: It serves as it is wanted to.
         *     - `degraded`: It serves, and not as it is wanted to: replicas are missing.
         *     - `failed`: It does not serve, and is tried again.
         *     - `stopping`: It is being stopped: what was being answered gets the time to end.
         *     - `stopped`: It is not wanted to serve.
         * @enum {string}
         */
        DeploymentState: "pending" | "starting" | "running" | "degraded" | "failed" | "stopping" | "stopped";
        Description: string;
        /** @description What a version of a server is made of. */
        Design: {
            /**
             * @description How clients find tools.
             * @default auto
             */
            discovery?: components["schemas"]["Discovery"];
            /**
             * @description Words for the model about the whole server, instead of those that are made.
             * @default null
             */
            instructions?: string | null;
            /**
             * @description Which clients the schemas must please.
             * @default standard
             */
            profile?: components["schemas"]["Profile"];
            /**
             * @description APIs, in the order of their tools.
             * @default []
             */
            sources?: components["schemas"]["ServerSource"][];
        };
        /** @description A change that does not fit. */
        DesignConflict: components["schemas"]["Conflict"] & {
            api?: components["schemas"]["ApiId"] | null;
        };
        /**
         * @description How clients find the tools of a server.
         *
         *     - `list`: Every tool is listed.
         *     - `search`: Four tools search, describe and call the rest: for servers with hundreds.
         *     - `auto`: Whichever suits the number of tools.
         * @enum {string}
         */
        Discovery: "list" | "search" | "auto";
        Email: string;
        /**
         * @description The `code` of a problem (RFC 9457). Stable: programs decide by it.
         *
         *     - `bad_request`: The request cannot be read.
         *     - `invalid`: It can be read, and says something impossible; `errors` tells what and where.
         *     - `unauthenticated`: Nobody is signed in, or no longer.
         *     - `second_factor_required`: A second factor is needed, or the one given is wrong.
         *     - `forbidden`: Whoever is signed in may not do this.
         *     - `not_found`: It is not there, or not to be seen.
         *     - `method_not_allowed`: There is no such method for this address.
         *     - `conflict`: Something else already has this name, or is being done.
         *     - `precondition_failed`: The state that the request was made for is not the present one.
         *     - `too_large`: The body is too large.
         *     - `unsupported_media_type`: The body is not of a type that is read here.
         *     - `idempotency_mismatch`: An idempotency key was used for another request.
         *     - `rate_limited`: Too many requests.
         *     - `locked_out`: Too many failed attempts to sign in.
         *     - `quota_exceeded`: The organisation has as much as it may have.
         *     - `timeout`: The request's body came too slowly.
         *     - `unavailable`: A part of the hub does not answer.
         *     - `storage_full`: There is no room left to keep anything.
         *     - `internal`: The hub made a mistake.
         * @enum {string}
         */
        ErrorCode: "bad_request" | "invalid" | "unauthenticated" | "second_factor_required" | "forbidden" | "not_found" | "method_not_allowed" | "conflict" | "precondition_failed" | "too_large" | "unsupported_media_type" | "idempotency_mismatch" | "rate_limited" | "locked_out" | "quota_exceeded" | "timeout" | "unavailable" | "storage_full" | "internal";
        /** @description One change of state. */
        Event: {
            actor: components["schemas"]["Actor"];
            at: components["schemas"]["Timestamp"];
            data: Record<string, unknown>;
            /** @description `api.registered`, … */
            kind: string;
            /**
             * Format: int64
             * @description Counted from 1 within the organisation, without gaps.
             */
            number: number;
            /** @description The identifier of what changed. */
            subject: string;
        };
        /** @description A request and its answer. */
        Exchange: {
            /** @description As text where it is text, in base64 where it is not; cut where it is long. */
            body: string;
            /** @description Why no answer came. */
            failure?: string | null;
            headers: [
                string,
                string
            ][];
            method: string;
            /**
             * Format: int64
             * @description In milliseconds.
             */
            millis: number;
            response_body: string;
            response_headers: [
                string,
                string
            ][];
            /**
             * Format: int32
             * @description The answer's status; null when none came.
             */
            status?: number | null;
            url: string;
        };
        /** @description What is wrong with one value of a request. */
        FieldError: {
            /** @description Where it stands: `source.url`. */
            field: string;
            /** @description What is wrong with it. */
            message: string;
        };
        /** @description A revision of an API in a version of a server. */
        FrozenSource: {
            /** @description The API. */
            api: components["schemas"]["ApiId"];
            /**
             * Format: int64
             * @description The revision's number.
             */
            number: number;
            /** @description Its revision. */
            revision: components["schemas"]["RevisionId"];
            /** @description What the names of its tools and secrets begin with; nothing where it is the only one. */
            space?: string;
        };
        /** @description The present health of an API. */
        Health: {
            checked_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description Probes in a row that failed.
             */
            failures: number;
            /**
             * Format: int64
             * @description How long the last probe took, in milliseconds.
             */
            latency_ms?: number | null;
            /** @description What the last probe found, in a sentence. */
            message: string;
            since?: components["schemas"]["Timestamp"] | null;
            /** @description What the last probes say. */
            state: components["schemas"]["HealthState"];
        };
        /** @description How an upstream does, and did. */
        HealthHistory: {
            /** @description The last probes, newest first. */
            last: components["schemas"]["Probe"][];
            now: components["schemas"]["Health"];
            /** @description Spans of time with probes in them, in order. */
            spans: components["schemas"]["HealthSpan"][];
            /**
             * Format: double
             * @description The part of probes that were answered, from 0 to 1; null when there were none.
             */
            uptime?: number | null;
        };
        /** @description What probes found within a span of time. */
        HealthSpan: {
            /** @description Where it begins. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Their mean time, in milliseconds.
             */
            mean_ms: number;
            /**
             * Format: int64
             * @description Those that were answered.
             */
            ok: number;
            /** Format: int64 */
            probes: number;
            /**
             * Format: int64
             * @description The longest, in milliseconds.
             */
            worst_ms: number;
        };
        /**
         * @description What the last probes say.
         *
         *     - `unknown`: It was not probed yet, or is not to be.
         *     - `healthy`: The last probe was answered.
         *     - `degraded`: The last probe failed; one failure may be chance.
         *     - `unhealthy`: Several probes in a row failed.
         * @enum {string}
         */
        HealthState: "unknown" | "healthy" | "degraded" | "unhealthy";
        /** @description How the hub does. */
        HubStatus: {
            /** @description `sqlite` or `postgresql`. */
            database: string;
            /** @description Several processes share a Redis. */
            has_redis: boolean;
            /** @description How many jobs of each state there are. */
            jobs: components["schemas"]["JobCount"][];
            /** @description Master keys that organisations' keys are sealed with; more than one while a rotation is not done. */
            master_keys: components["schemas"]["MasterKeyUse"][];
            /** Format: int64 */
            users: number;
            version: string;
        };
        /** @description A vulnerability that is known of something in an image. */
        ImageFinding: {
            /** @description The version that no longer has it; empty where there is none. */
            fixed: string;
            /** @description As its database names it: `CVE-…`, `GHSA-…`, `RUSTSEC-…`. */
            id: string;
            /** @description What has it. */
            package: string;
            /** @description `critical`, `high`, `medium`, `low`, `negligible` or `unknown`. */
            severity: string;
            /** @description In the scanner's words. */
            title: string;
            /** @description The version that is in the image. */
            version: string;
        };
        ImageId: string;
        /**
         * @description What became of an image.
         *
         *     - `pushed`: It was pushed to a registry.
         *     - `kept`: Its archive is kept here, to be downloaded.
         *     - `blocked`: What a scanner found kept it from being handed out.
         *     - `replaced`: Its tag names a newer image.
         *     - `removed`: Its tag, or its archive, was deleted.
         * @enum {string}
         */
        ImageState: "pushed" | "kept" | "blocked" | "replaced" | "removed";
        /** @description An open door for one person. */
        Invitation: {
            created_at: components["schemas"]["Timestamp"];
            /** @description Who may use it. */
            email: string;
            expires_at: components["schemas"]["Timestamp"];
            id: components["schemas"]["InvitationId"];
            invited_by: components["schemas"]["UserId"];
            /** @description What they will be. */
            role: components["schemas"]["Role"];
        };
        InvitationId: string;
        /** @description Where an invitation leads. */
        InvitationPreview: {
            /** @description Who may use it. */
            email: string;
            expires_at: components["schemas"]["Timestamp"];
            /** @description There is an account with this address: sign in to accept. Otherwise make one. */
            has_account: boolean;
            /** @description The organisation's name. */
            organisation: string;
            role: components["schemas"]["Role"];
        };
        /** @description The token of an invitation. */
        InvitationToken: {
            token: string;
        };
        /** @description An invitation with its link. */
        InvitationWithLink: components["schemas"]["Invitation"] & {
            /** @description Shown once, and to be given to the one who is invited. */
            token: string;
            /** @description The same as a link. */
            url: string;
        };
        /** @description A piece of work. */
        Job: {
            /**
             * Format: int64
             * @description Attempts that were begun.
             */
            attempts: number;
            /**
             * Format: int64
             * @description Attempts that may be begun.
             */
            attempts_allowed: number;
            created_at: components["schemas"]["Timestamp"];
            created_by?: components["schemas"]["UserId"] | null;
            /** @description When the next attempt may begin. */
            due_at: components["schemas"]["Timestamp"];
            /** @description Why the last attempt failed. */
            error?: string | null;
            finished_at?: components["schemas"]["Timestamp"] | null;
            id: components["schemas"]["JobId"];
            /** @description Somebody asked for its end. */
            is_cancelling: boolean;
            /** @description `compile-api`, `deliver-webhook`, … */
            kind: string;
            organisation?: components["schemas"]["OrganisationId"] | null;
            progress: components["schemas"]["Progress"];
            /** @description What it came to. */
            result?: Record<string, unknown> | null;
            started_at?: components["schemas"]["Timestamp"] | null;
            state: components["schemas"]["JobState"];
            /** @description What is to be done, in full. */
            task: Record<string, unknown>;
        };
        /** @description Jobs of a state. */
        JobCount: {
            /** Format: int64 */
            count: number;
            state: components["schemas"]["JobState"];
        };
        JobId: string;
        /** @description A job that was asked for. */
        JobReference: {
            /** @description To be followed at `/jobs/{job}`. */
            job: components["schemas"]["JobId"];
        };
        /**
         * @description Where a job stands.
         *
         *     - `queued`: It waits for a worker, or for its time.
         *     - `running`: A worker has it.
         *     - `succeeded`: It is done.
         *     - `failed`: It will not be tried again.
         *     - `cancelled`: It was called off.
         * @enum {string}
         */
        JobState: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        /** @description A file of an upload, as it is kept. */
        KeptFile: {
            /** @description SHA-256 of its content, in hex. */
            digest: string;
            /** @description Its path, as references name it. */
            name: string;
        };
        KeyId: string;
        /** @description Which servers and tools an API key may use. */
        KeyReach: {
            /**
             * @description Only these servers; any when empty.
             * @default []
             */
            servers?: components["schemas"]["ServerId"][];
            /**
             * @description Only tools whose names match one of these globs; any when empty.
             * @default []
             */
            tools?: string[];
        };
        /** @description A key of a Secret in Kubernetes. */
        KubernetesKey: {
            /** @description The key in it. */
            key: string;
            /** @description The Secret's name, in the organisation's namespace. */
            name: string;
        };
        /** @description A page of a list. */
        List_Account: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                /** @description Lower case. */
                email: string;
                /** @description A second factor is asked for at sign-in. */
                has_second_factor: boolean;
                id: components["schemas"]["UserId"];
                /** @description May administer the whole hub. */
                is_admin: boolean;
                /** @description May not sign in. */
                is_disabled: boolean;
                last_seen_at?: components["schemas"]["Timestamp"] | null;
                /** @description As they want to be called. */
                name: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Api: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                current_revision?: components["schemas"]["RevisionId"] | null;
                deleted_at?: components["schemas"]["Timestamp"] | null;
                description: string;
                health: components["schemas"]["Health"];
                id: components["schemas"]["ApiId"];
                /** @description What makes it as files say it; people do where it is null. */
                managed_by?: string | null;
                name: string;
                /** @description Who is responsible for it. */
                owner: components["schemas"]["UserId"];
                pending_revision?: components["schemas"]["RevisionId"] | null;
                settings: components["schemas"]["ApiSettings"];
                /** @description In URLs. */
                slug: string;
                source: components["schemas"]["Source"];
                tags: string[];
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_ApiKey: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                expires_at?: components["schemas"]["Timestamp"] | null;
                /** @description The beginning of the key, to recognise it by. */
                hint: string;
                id: components["schemas"]["KeyId"];
                last_used_at?: components["schemas"]["Timestamp"] | null;
                name: string;
                reach?: components["schemas"]["KeyReach"] | null;
                /** @description What it may do, of what its owner may. */
                scopes: components["schemas"]["Permissions"];
                service_account?: components["schemas"]["ServiceAccountId"] | null;
                user?: components["schemas"]["UserId"] | null;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_AuditEntry: {
            /** @description In order. */
            items: {
                /** @description What, as `api.register`. */
                action: string;
                /** @description Who. */
                actor: components["schemas"]["Actor"];
                /** @description From where. */
                address: string;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                /** @description What is worth knowing about it. No secrets. */
                detail: unknown;
                /** @description SHA-256 in hex over this line and the hash of the line before. */
                hash: string;
                /**
                 * Format: int64
                 * @description Counted from 1 within the organisation.
                 */
                number: number;
                /** @description `done`, or why not: `forbidden`, `wrong-password`, … */
                outcome: string;
                /** @description The request's identifier, as in logs and answers. */
                request: string;
                /** @description The identifier of what it was done to; empty where there is none. */
                subject: string;
                /** @description With which program. */
                user_agent: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Call: {
            /** @description In order. */
            items: {
                actor: components["schemas"]["Actor"];
                at: components["schemas"]["Timestamp"];
                /** @description The client, as it calls itself. */
                client: string;
                /** @description Why it failed; nothing when it did not. */
                error?: string | null;
                id: components["schemas"]["CallId"];
                /**
                 * Format: double
                 * @description Milliseconds from its arrival to its answer.
                 */
                millis: number;
                outcome: components["schemas"]["CallOutcome"];
                /**
                 * Format: int64
                 * @description Bytes of the arguments.
                 */
                request_bytes: number;
                /**
                 * Format: int64
                 * @description Bytes of the answer.
                 */
                response_bytes: number;
                server: components["schemas"]["ServerId"];
                /**
                 * Format: int64
                 * @description Tokens that the answer costs a model, estimated.
                 */
                tokens: number;
                tool: string;
                /**
                 * Format: double
                 * @description Milliseconds of these that the upstream took, where it was asked.
                 */
                upstream_millis?: number | null;
                /**
                 * Format: int64
                 * @description The status that the upstream answered with.
                 */
                upstream_status?: number | null;
                version?: components["schemas"]["VersionId"] | null;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_CallSum: {
            /** @description In order. */
            items: {
                /**
                 * Format: int64
                 * @description Calls that were let in.
                 */
                calls: number;
                /**
                 * Format: int64
                 * @description Those that were not answered well.
                 */
                failures: number;
                /**
                 * Format: double
                 * @description Milliseconds on average.
                 */
                mean_millis: number;
                /** @description The hour, the tool, the caller or the server. */
                of: string;
                /**
                 * Format: int64
                 * @description Milliseconds that half of them took at most, as far as it can be told from classes of times.
                 */
                p50_millis?: number | null;
                /**
                 * Format: int64
                 * @description Milliseconds that 95 of a hundred took at most.
                 */
                p95_millis?: number | null;
                /**
                 * Format: int64
                 * @description Milliseconds that 99 of a hundred took at most.
                 */
                p99_millis?: number | null;
                /**
                 * Format: int64
                 * @description Calls that were too many, or not allowed.
                 */
                refused: number;
                /**
                 * Format: int64
                 * @description Bytes of arguments.
                 */
                request_bytes: number;
                /**
                 * Format: int64
                 * @description Bytes of answers.
                 */
                response_bytes: number;
                /**
                 * Format: int64
                 * @description Tokens of answers, estimated.
                 */
                tokens: number;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_ConnectionGuide: {
            /** @description In order. */
            items: {
                /** @description Stable, kebab-case. */
                id: string;
                steps: components["schemas"]["ConnectionStep"][];
                /** @description What the client is called. */
                title: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_CustomRole: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                description: string;
                id: components["schemas"]["RoleId"];
                name: string;
                permissions: components["schemas"]["Permissions"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Event: {
            /** @description In order. */
            items: {
                actor: components["schemas"]["Actor"];
                at: components["schemas"]["Timestamp"];
                data: Record<string, unknown>;
                /** @description `api.registered`, … */
                kind: string;
                /**
                 * Format: int64
                 * @description Counted from 1 within the organisation, without gaps.
                 */
                number: number;
                /** @description The identifier of what changed. */
                subject: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Invitation: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                /** @description Who may use it. */
                email: string;
                expires_at: components["schemas"]["Timestamp"];
                id: components["schemas"]["InvitationId"];
                invited_by: components["schemas"]["UserId"];
                /** @description What they will be. */
                role: components["schemas"]["Role"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Job: {
            /** @description In order. */
            items: {
                /**
                 * Format: int64
                 * @description Attempts that were begun.
                 */
                attempts: number;
                /**
                 * Format: int64
                 * @description Attempts that may be begun.
                 */
                attempts_allowed: number;
                created_at: components["schemas"]["Timestamp"];
                created_by?: components["schemas"]["UserId"] | null;
                /** @description When the next attempt may begin. */
                due_at: components["schemas"]["Timestamp"];
                /** @description Why the last attempt failed. */
                error?: string | null;
                finished_at?: components["schemas"]["Timestamp"] | null;
                id: components["schemas"]["JobId"];
                /** @description Somebody asked for its end. */
                is_cancelling: boolean;
                /** @description `compile-api`, `deliver-webhook`, … */
                kind: string;
                organisation?: components["schemas"]["OrganisationId"] | null;
                progress: components["schemas"]["Progress"];
                /** @description What it came to. */
                result?: Record<string, unknown> | null;
                started_at?: components["schemas"]["Timestamp"] | null;
                state: components["schemas"]["JobState"];
                /** @description What is to be done, in full. */
                task: Record<string, unknown>;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_LogLine: {
            /** @description In order. */
            items: {
                at: components["schemas"]["Timestamp"];
                /** @description More about it. */
                fields: Record<string, unknown>;
                id: string;
                /** @description `error`, `warn`, `info` or `debug`. */
                level: string;
                message: string;
                server: components["schemas"]["ServerId"];
                /** @description Who says it: `gateway`, `deployment`, `replica`. */
                source: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Member: {
            /** @description In order. */
            items: {
                email: string;
                joined_at: components["schemas"]["Timestamp"];
                name: string;
                role: components["schemas"]["Role"];
                user: components["schemas"]["UserId"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Organisation: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                id: components["schemas"]["OrganisationId"];
                /** @description It is somebody's own, and has no other members. */
                is_personal: boolean;
                /** @description For people. */
                name: string;
                permissions?: components["schemas"]["Permissions"] | null;
                /** @description Its own quotas; the hub's defaults hold where one is null. */
                quotas: components["schemas"]["Quotas"];
                role?: components["schemas"]["Role"] | null;
                /** @description In URLs. */
                slug: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Registry: {
            /** @description In order. */
            items: {
                /** @description Its host, and the path that all repositories begin with: `registry.example:5000/team`. */
                address: string;
                /** @description Certificates in PEM that its own may be signed by, beside those that everybody trusts. */
                authorities?: string | null;
                created_at: components["schemas"]["Timestamp"];
                /** @description A user and a password are kept for it. They are never shown. */
                has_login: boolean;
                id: components["schemas"]["RegistryId"];
                /** @description It may be reached without TLS. */
                is_insecure: boolean;
                /**
                 * Format: int64
                 * @description Tags that are kept of each repository, the newest of those that were pushed from here; 0: all.
                 */
                keep: number;
                name: string;
                tested?: components["schemas"]["Tested"] | null;
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_RegistryTag: {
            /** @description In order. */
            items: {
                /** @description What was pushed under it. */
                digest?: string | null;
                image?: components["schemas"]["ImageId"] | null;
                pushed_at?: components["schemas"]["Timestamp"] | null;
                server?: components["schemas"]["ServerId"] | null;
                tag: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Replica: {
            /** @description In order. */
            items: {
                id: components["schemas"]["ReplicaId"];
                /** @description What there is to say about it. */
                message: string;
                /** @description The process of the hub that looks after it. */
                node: string;
                /**
                 * Format: int64
                 * @description Its number in the operating system there.
                 */
                process?: number | null;
                started_at: components["schemas"]["Timestamp"];
                /** @description How it does. */
                state: components["schemas"]["ReplicaState"];
                updated_at: components["schemas"]["Timestamp"];
                /** @description What it serves. */
                version: components["schemas"]["VersionId"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Revision: {
            /** @description In order. */
            items: {
                api: components["schemas"]["ApiId"];
                /** @description The API's own version. */
                api_version: string;
                /** @description The blueprint's digest; empty where there is none. */
                blueprint_digest: string;
                /**
                 * Format: int64
                 * @description Changes against the revision before that break agents.
                 */
                breaking: number;
                created_at: components["schemas"]["Timestamp"];
                decided_at?: components["schemas"]["Timestamp"] | null;
                decided_by?: components["schemas"]["UserId"] | null;
                /** Format: int64 */
                errors: number;
                id: components["schemas"]["RevisionId"];
                /** @description The job that made it. */
                job: components["schemas"]["JobId"];
                /** @description `openapi`, `graphql`, … */
                kind: string;
                /**
                 * Format: int64
                 * @description Counted from 1 within the API.
                 */
                number: number;
                /**
                 * Format: int64
                 * @description Operations found.
                 */
                operations: number;
                /** @description SHA-256 over all documents, in hex. */
                source_digest: string;
                state: components["schemas"]["RevisionState"];
                /** @description The document's title. */
                title: string;
                /**
                 * Format: int64
                 * @description Tools made of them.
                 */
                tools: number;
                /** Format: int64 */
                warnings: number;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Server: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                deployment?: components["schemas"]["Deployment"] | null;
                description: string;
                /** @description What the next version is made of. */
                design: components["schemas"]["Design"];
                id: components["schemas"]["ServerId"];
                latest_version?: components["schemas"]["VersionId"] | null;
                /** @description What makes it as files say it; people do where it is null. */
                managed_by?: string | null;
                name: string;
                /** @description Who may use it, and how much: in force at once. */
                settings: components["schemas"]["ServerSettings"];
                /** @description In URLs. */
                slug: string;
                updated_at: components["schemas"]["Timestamp"];
                /** @description Where MCP clients reach it, once it is deployed. */
                url: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_ServerImage: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                created_by?: components["schemas"]["UserId"] | null;
                /** @description Digest of its manifest: `docker pull …@sha256:…` gets exactly this one. */
                digest: string;
                /** @description How many findings there are of each severity. */
                findings: {
                    [key: string]: number;
                };
                id: components["schemas"]["ImageId"];
                is_signed: boolean;
                /** @description Its whole name: `registry.example/team/pets:1`. */
                name: string;
                /** @description What is to be known of it beside. */
                note?: string | null;
                /**
                 * Format: int64
                 * @description The version's number.
                 */
                number: number;
                platforms: components["schemas"]["Platform"][];
                registry?: components["schemas"]["RegistryId"] | null;
                /** @description Below the registry's own path. */
                repository: string;
                /** @description Which program looked through it; null where none did. */
                scanner?: string | null;
                /**
                 * Format: int64
                 * @description Bytes of its layers.
                 */
                size: number;
                state: components["schemas"]["ImageState"];
                tag: string;
                version: components["schemas"]["VersionId"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_ServerVersion: {
            /** @description In order. */
            items: {
                /**
                 * Format: int64
                 * @description Changes against the version before that break agents.
                 */
                breaking: number;
                /**
                 * Format: int64
                 * @description All changes against the version before.
                 */
                changes: number;
                created_at: components["schemas"]["Timestamp"];
                created_by?: components["schemas"]["UserId"] | null;
                /** @description The blueprint's digest. */
                digest: string;
                id: components["schemas"]["VersionId"];
                note: string;
                /**
                 * Format: int64
                 * @description Counted from 1.
                 */
                number: number;
                /** @description The revisions that it was made of. */
                sources: components["schemas"]["FrozenSource"][];
                /** Format: int64 */
                tools: number;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_ServiceAccount: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                description: string;
                id: components["schemas"]["ServiceAccountId"];
                name: string;
                role: components["schemas"]["Role"];
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Session: {
            /** @description In order. */
            items: {
                /** @description Where it began. */
                address: string;
                created_at: components["schemas"]["Timestamp"];
                /** @description When it ends unless it is used. */
                expires_at: components["schemas"]["Timestamp"];
                id: components["schemas"]["SessionId"];
                /** @description It is the one that asks. */
                is_current: boolean;
                /** @description When it was last refreshed. */
                last_used_at: components["schemas"]["Timestamp"];
                /** @description With which program. */
                user_agent: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Setting: {
            /** @description In order. */
            items: {
                /** @description What holds where nothing is set. */
                default: unknown;
                /** @description `listen.public_url`; in the environment `MCPHUB__LISTEN__PUBLIC_URL`. */
                name: string;
                /** @description What holds, secrets masked; null where nothing is set. */
                value: unknown;
                /** @description What it does. */
                words: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_ToolSummary: {
            /** @description In order. */
            items: {
                description: string;
                is_deprecated: boolean;
                /** @description It may destroy something. */
                is_destructive: boolean;
                /** @description It changes nothing. */
                is_read_only: boolean;
                name: string;
                /** @description The operation that it calls: `GET /pets/{id}`. */
                operation: string;
                tags: string[];
                title: string;
                /** @description Tokens that its definition costs in a list of tools, estimated. */
                tokens: number;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Usage: {
            /** @description In order. */
            items: {
                /**
                 * Format: int64
                 * @description The most that there may be; any amount when null.
                 */
                most?: number | null;
                /** @description `apis`, `stored_bytes`, `members`. */
                resource: string;
                /**
                 * Format: int64
                 * @description What there is.
                 */
                used: number;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        List_Webhook: {
            /** @description In order. */
            items: {
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int64
                 * @description Deliveries in a row that failed.
                 */
                failures: number;
                id: components["schemas"]["WebhookId"];
                is_enabled: boolean;
                /** @description Kinds of events, `api.unhealthy`, or families of them, `api.`; all when empty. */
                kinds: string[];
                last_at?: components["schemas"]["Timestamp"] | null;
                /** @description Why the last delivery failed. */
                last_error?: string | null;
                name: string;
                /** @description Where events are sent. */
                url: string;
            }[];
            /** @description The `cursor` of the next page; absent on the last. */
            next?: string | null;
        };
        /** @description Something that happened. */
        LiveItem: {
            /** @description Something changed. */
            data: components["schemas"]["Event"];
            /** @enum {string} */
            type: "event";
        } | {
            /** @description A tool was called. */
            data: components["schemas"]["Call"];
            /** @enum {string} */
            type: "call";
        } | {
            /** @description A server has something to say. */
            data: components["schemas"]["LogLine"];
            /** @enum {string} */
            type: "log";
        };
        /** @description A line. */
        LogLine: {
            at: components["schemas"]["Timestamp"];
            /** @description More about it. */
            fields: Record<string, unknown>;
            id: string;
            /** @description `error`, `warn`, `info` or `debug`. */
            level: string;
            message: string;
            server: components["schemas"]["ServerId"];
            /** @description Who says it: `gateway`, `deployment`, `replica`. */
            source: string;
        };
        Manager: string;
        /** @description What a rotation came to. */
        MasterKeyRotation: {
            /** @description Keys that were sealed anew. */
            resealed: number;
        };
        /** @description Keys that a master key seals. */
        MasterKeyUse: {
            /** Format: int64 */
            keys: number;
            /** @description Made of a hash of the key. */
            name: string;
        };
        /** @description What changes; what is left out stays. */
        MeChange: {
            name?: components["schemas"]["Name"] | null;
        };
        /** @description Somebody's place in an organisation. */
        Member: {
            email: string;
            joined_at: components["schemas"]["Timestamp"];
            name: string;
            role: components["schemas"]["Role"];
            user: components["schemas"]["UserId"];
        };
        /** @description The new role. */
        MemberChange: {
            role: components["schemas"]["Role"];
        };
        Name: string;
        /** @description An API that is to be registered. */
        NewApi: {
            description?: components["schemas"]["Description"] | null;
            managed_by?: components["schemas"]["Manager"] | null;
            name?: components["schemas"]["Name"] | null;
            settings?: components["schemas"]["ApiSettings"];
            slug?: components["schemas"]["Slug"] | null;
            source: components["schemas"]["NewSource"];
            tags?: components["schemas"]["Tag"][];
        };
        /** @description A new API key. */
        NewApiKey: {
            expires_at?: components["schemas"]["Timestamp"] | null;
            name: components["schemas"]["Name"];
            reach?: components["schemas"]["KeyReach"] | null;
            /** @description What it may do, of what its owner may. */
            scopes: components["schemas"]["Permissions"];
            service_account?: components["schemas"]["ServiceAccountId"] | null;
        };
        /** @description A newer version for some callers. */
        NewCanary: {
            /**
             * Format: int32
             * @description Callers of a hundred.
             */
            percent: number;
            /** @description The newer version, by its identifier or its number. */
            version: string;
        };
        /** @description A key for a client. */
        NewConnection: {
            expires_at?: components["schemas"]["Timestamp"] | null;
            /** @description What the key is called: after its client, or who has it. */
            name: components["schemas"]["Name"];
        };
        /** @description A secret. */
        NewCredential: {
            /** @description It is one's own, and used for one's own calls only. */
            personal?: boolean;
            source?: components["schemas"]["SecretSource"] | null;
            /** @description Try it before it is kept, and refuse it when the upstream does. */
            test?: boolean;
            /**
             * Format: password
             * @description The key, the token, `user:password`, `client_id:client_secret`, or a certificate and its key in PEM, as the scheme asks for. Left
             *     out where `source` says where it is.
             */
            value?: string | null;
        };
        /** @description How a server is to be deployed; what is left out stays as it is. */
        NewDeployment: {
            canary?: components["schemas"]["NewCanary"] | null;
            /**
             * Format: int64
             * @description Replicas of each version, where it has processes or containers of its own; one at first. Always so many: ends scaling.
             */
            replicas?: number | null;
            scaling?: components["schemas"]["Scaling"] | null;
            target?: components["schemas"]["Target"] | null;
            /** @description The version to serve, by its identifier or its number; the newest where nothing is deployed yet. */
            version?: string | null;
        };
        /** @description Whom to invite. */
        NewInvitation: {
            email: components["schemas"]["Email"];
            role: components["schemas"]["Role"];
        };
        /** @description A new organisation. */
        NewOrganisation: {
            name: components["schemas"]["Name"];
            slug: components["schemas"]["Slug"];
        };
        /** @description A new registry. */
        NewRegistry: {
            /** @description Its host, and the path that all repositories begin with: `registry.example:5000/team`. */
            address: string;
            /** @description Certificates in PEM that its own may be signed by, beside those that everybody trusts. */
            authorities?: string;
            /** @description It may be reached without TLS. */
            is_insecure?: boolean;
            /**
             * Format: int64
             * @description Tags that are kept of each repository, the newest of those that were pushed from here; 0: all.
             */
            keep?: number;
            login?: components["schemas"]["RegistryLogin"] | null;
            name: components["schemas"]["Name"];
        };
        /** @description A new role. */
        NewRole: {
            description?: components["schemas"]["Description"] | null;
            name: components["schemas"]["Name"];
            permissions: components["schemas"]["Permissions"];
        };
        /** @description A new server. */
        NewServer: {
            description?: components["schemas"]["Description"] | null;
            /** @description Which tools of which APIs it has. */
            design: components["schemas"]["Design"];
            managed_by?: components["schemas"]["Manager"] | null;
            name: components["schemas"]["Name"];
            settings?: components["schemas"]["ServerSettings"];
            slug?: components["schemas"]["Slug"] | null;
        };
        /** @description A new image. */
        NewServerImage: {
            /** @description For which machines; all that the hub has a runtime for when empty. */
            platforms?: components["schemas"]["Platform"][];
            registry?: components["schemas"]["RegistryId"] | null;
            /** @description What it is called, below the registry's own path; the server's slug when left out. */
            repository?: string | null;
            /** @description Its tag; the version's number when left out. */
            tag?: string | null;
        };
        /** @description A new version. */
        NewServerVersion: {
            note?: components["schemas"]["Description"] | null;
        };
        /** @description A new service account. */
        NewServiceAccount: {
            description?: components["schemas"]["Description"] | null;
            name: components["schemas"]["Name"];
            role: components["schemas"]["Role"];
        };
        /** @description Where the document comes from. */
        NewSource: {
            /** @enum {string} */
            type: "url";
            url: string;
        } | {
            /** @description Which of the files is the document that the others belong to; found out when it is not said. */
            root?: string | null;
            /** @enum {string} */
            type: "upload";
            upload: components["schemas"]["UploadId"];
        } | {
            text: string;
            /** @enum {string} */
            type: "text";
        };
        /** @description A new account. */
        NewUser: {
            email: components["schemas"]["Email"];
            /** @description May administer the whole hub. */
            is_admin?: boolean;
            name: components["schemas"]["Name"];
        };
        /** @description A new receiver of events. */
        NewWebhook: {
            /** @description Kinds of events, `api.unhealthy`, or families of them, `api.`; all when empty. */
            kinds?: string[];
            name: components["schemas"]["Name"];
            url: string;
        };
        /** @description A tenant: everything that is registered belongs to exactly one. */
        Organisation: {
            created_at: components["schemas"]["Timestamp"];
            id: components["schemas"]["OrganisationId"];
            /** @description It is somebody's own, and has no other members. */
            is_personal: boolean;
            /** @description For people. */
            name: string;
            permissions?: components["schemas"]["Permissions"] | null;
            /** @description Its own quotas; the hub's defaults hold where one is null. */
            quotas: components["schemas"]["Quotas"];
            role?: components["schemas"]["Role"] | null;
            /** @description In URLs. */
            slug: string;
        };
        /** @description What changes; what is left out stays. */
        OrganisationChange: {
            name?: components["schemas"]["Name"] | null;
            slug?: components["schemas"]["Slug"] | null;
        };
        OrganisationId: string;
        /** @description The present password and the new one. */
        PasswordChange: {
            /** Format: password */
            new_password: string;
            /** Format: password */
            password: string;
        };
        /** @description The present password. */
        PasswordConfirmation: {
            /** Format: password */
            password: string;
        };
        /** @description A link that works once. */
        PasswordLink: {
            /** @description Until when it works. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description Shown once, and to be given to the account's owner. */
            token: string;
            /** @description The same as a link. */
            url: string;
        };
        /** @description A new password. */
        PasswordReset: {
            /** Format: password */
            password: string;
            /** @description The token in the link. */
            token: string;
        };
        /**
         * @description One thing that may be allowed.
         *
         *     - `organisation:read`: See the organisation itself.
         *     - `organisation:update`: Rename it, set its defaults.
         *     - `organisation:delete`: End it.
         *     - `members:read`: See who is in it.
         *     - `members:manage`: Invite, remove, and change roles.
         *     - `roles:read`: See its roles.
         *     - `roles:manage`: Make, change and delete roles.
         *     - `keys:read`: See its service accounts and everybody's API keys (never the keys).
         *     - `keys:manage`: Make and revoke service accounts and anybody's API keys.
         *     - `apis:read`: See APIs, their documents, tools and health.
         *     - `apis:create`: Register APIs.
         *     - `apis:update`: Change APIs, fetch them anew, approve revisions.
         *     - `apis:delete`: Delete and restore APIs.
         *     - `apis:call`: Call their tools for a trial.
         *     - `credentials:read`: See which credentials there are (never their values).
         *     - `credentials:write`: Set, test and delete credentials.
         *     - `servers:read`: See servers, their versions and deployments.
         *     - `servers:create`: Make servers.
         *     - `servers:update`: Change servers, and freeze versions of them.
         *     - `servers:deploy`: Deploy, stop, promote and roll back servers.
         *     - `servers:delete`: Delete servers.
         *     - `servers:call`: Use servers: call their tools through the gateway.
         *     - `calls:read`: See records of calls and logs of servers.
         *     - `jobs:read`: See jobs and their progress.
         *     - `jobs:cancel`: Cancel jobs.
         *     - `jobs:retry`: Have jobs done once more that have ended.
         *     - `events:read`: See and follow events.
         *     - `webhooks:read`: See receivers of events.
         *     - `webhooks:manage`: Make, change and delete receivers of events.
         *     - `registries:read`: See registries of images (never their passwords) and their tags.
         *     - `registries:manage`: Make, change, test and delete registries, and delete tags.
         *     - `audit:read`: Read the audit log.
         *     - `usage:read`: See quotas and what is used of them.
         * @enum {string}
         */
        Permission: "organisation:read" | "organisation:update" | "organisation:delete" | "members:read" | "members:manage" | "roles:read" | "roles:manage" | "keys:read" | "keys:manage" | "apis:read" | "apis:create" | "apis:update" | "apis:delete" | "apis:call" | "credentials:read" | "credentials:write" | "servers:read" | "servers:create" | "servers:update" | "servers:deploy" | "servers:delete" | "servers:call" | "calls:read" | "jobs:read" | "jobs:cancel" | "jobs:retry" | "events:read" | "webhooks:read" | "webhooks:manage" | "registries:read" | "registries:manage" | "audit:read" | "usage:read";
        Permissions: components["schemas"]["Permission"][];
        /** @description Takes tools in, or out. */
        Pick: components["schemas"]["Which"] & {
            /** @description Out instead of in. */
            out?: boolean;
        };
        /**
         * @description Machines that images are made for.
         *
         *     - `amd64`: x86-64.
         *     - `arm64`: AArch64.
         * @enum {string}
         */
        Platform: "amd64" | "arm64";
        /** @description One look at an upstream. */
        Probe: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            latency_ms: number;
            /** @description What was found, in a sentence: `GET / answered 200`. */
            message: string;
            /** @description It was answered, and not with a failure of the server's. */
            ok: boolean;
        };
        /** @description A problem with a request, as it is sent (RFC 9457). */
        Problem: {
            /** @description Stable: what programs decide by. */
            code: components["schemas"]["ErrorCode"];
            /** @description What is wrong here, and what to do about it. */
            detail: string;
            /** @description What is wrong with single values. */
            errors?: components["schemas"]["FieldError"][];
            /** @description The request's identifier, as in the logs. */
            request: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What it is, for people. */
            title: string;
            /** @description Identifies the kind of problem. */
            type: string;
        };
        /**
         * @description A set of rules that every schema of a blueprint keeps.
         * @enum {string}
         */
        Profile: "standard" | "claude" | "openai-strict" | "gemini" | "draft-07" | "full";
        /** @description How far a job is. */
        Progress: {
            /**
             * Format: int64
             * @description Steps done.
             */
            done: number;
            /** @description What is being done, in a few words. */
            message: string;
            /**
             * Format: int64
             * @description Steps in all; unknown when 0.
             */
            total: number;
        };
        /** @description How much an organisation may have. `None` means the hub's default. */
        Quotas: {
            /**
             * Format: int64
             * @description Registered APIs, deleted ones that can still be restored included.
             * @default null
             */
            apis?: number | null;
            /**
             * Format: int64
             * @description Calls of tools from midnight to midnight, UTC.
             * @default null
             */
            calls_per_day?: number | null;
            /**
             * Format: int64
             * @description Servers that are deployed at a time.
             * @default null
             */
            deployments?: number | null;
            /**
             * Format: int64
             * @description Members.
             * @default null
             */
            members?: number | null;
            /**
             * Format: int64
             * @description Servers.
             * @default null
             */
            servers?: number | null;
            /**
             * Format: int64
             * @description Bytes of documents and what was made of them, as stored.
             * @default null
             */
            stored_bytes?: number | null;
        };
        /** @description Codes for when the app is lost. */
        RecoveryCodes: {
            /** @description Each works once. */
            recovery_codes: string[];
        };
        /** @description The refresh token. */
        Refresh: {
            /** @description Left out where the browser sends it as a cookie. */
            refresh_token?: string | null;
        };
        /** @description An API with the job that fetches and compiles its document. */
        RegisteredApi: components["schemas"]["Api"] & {
            /** @description To be followed at `/jobs/{job}`. */
            job: components["schemas"]["JobId"];
        };
        /** @description A registry of images. */
        Registry: {
            /** @description Its host, and the path that all repositories begin with: `registry.example:5000/team`. */
            address: string;
            /** @description Certificates in PEM that its own may be signed by, beside those that everybody trusts. */
            authorities?: string | null;
            created_at: components["schemas"]["Timestamp"];
            /** @description A user and a password are kept for it. They are never shown. */
            has_login: boolean;
            id: components["schemas"]["RegistryId"];
            /** @description It may be reached without TLS. */
            is_insecure: boolean;
            /**
             * Format: int64
             * @description Tags that are kept of each repository, the newest of those that were pushed from here; 0: all.
             */
            keep: number;
            name: string;
            tested?: components["schemas"]["Tested"] | null;
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What changes; what is left out stays. */
        RegistryChange: {
            address?: string | null;
            /** @description Certificates in PEM; none when empty. */
            authorities?: string | null;
            /** @description Forget the user and the password that are kept. */
            forget_login?: boolean;
            is_insecure?: boolean | null;
            /** Format: int64 */
            keep?: number | null;
            login?: components["schemas"]["RegistryLogin"] | null;
            name?: components["schemas"]["Name"] | null;
        };
        /** @description A version of a server. */
        RegistryEntry: {
            _meta: components["schemas"]["RegistryMeta"];
            server: components["schemas"]["ServerJson"];
        };
        RegistryId: string;
        /** @description Entries, and whether there are more. */
        RegistryList: {
            metadata: components["schemas"]["RegistryPage"];
            servers: components["schemas"]["RegistryEntry"][];
        };
        /** @description Who pushes to a registry. */
        RegistryLogin: {
            /**
             * Format: password
             * @description The password, or a token in its place. It is sealed and cannot be read again.
             */
            password: string;
            user: string;
        };
        /** @description What the registry says of it. */
        RegistryMeta: {
            "io.modelcontextprotocol.registry/official": components["schemas"]["RegistryStanding"];
        };
        /** @description About a page of entries. */
        RegistryPage: {
            /** @description Entries of this page. */
            count: number;
            /** @description The `cursor` of the next page; absent on the last. */
            nextCursor?: string | null;
        };
        /** @description How it stands with a version. */
        RegistryStanding: {
            isLatest: boolean;
            publishedAt: components["schemas"]["Timestamp"];
            /** @description `active` is the version that is served; those before it are `deprecated`. */
            status: components["schemas"]["RegistryStatus"];
            statusChangedAt: components["schemas"]["Timestamp"];
            statusMessage?: string | null;
            updatedAt: components["schemas"]["Timestamp"];
        };
        /**
         * @description How it stands.
         * @enum {string}
         */
        RegistryStatus: "active" | "deprecated";
        /** @description A tag of a repository. */
        RegistryTag: {
            /** @description What was pushed under it. */
            digest?: string | null;
            image?: components["schemas"]["ImageId"] | null;
            pushed_at?: components["schemas"]["Timestamp"] | null;
            server?: components["schemas"]["ServerId"] | null;
            tag: string;
        };
        /** @description A registry, with what was pushed to it. */
        RegistryWithRepositories: components["schemas"]["Registry"] & {
            /** @description Repositories that images were pushed to from here, below the registry's own path. */
            repositories: string[];
        };
        /** @description A process that serves one version of a server. */
        Replica: {
            id: components["schemas"]["ReplicaId"];
            /** @description What there is to say about it. */
            message: string;
            /** @description The process of the hub that looks after it. */
            node: string;
            /**
             * Format: int64
             * @description Its number in the operating system there.
             */
            process?: number | null;
            started_at: components["schemas"]["Timestamp"];
            /** @description How it does. */
            state: components["schemas"]["ReplicaState"];
            updated_at: components["schemas"]["Timestamp"];
            /** @description What it serves. */
            version: components["schemas"]["VersionId"];
        };
        ReplicaId: string;
        /**
         * @description How a replica does.
         *
         *     - `starting`: It was started, and has not answered yet.
         *     - `ready`: It answers.
         *     - `failed`: It does not answer, or has ended.
         *     - `draining`: It gets no more calls, and ends once it has answered those that it has.
         * @enum {string}
         */
        ReplicaState: "starting" | "ready" | "failed" | "draining";
        /** @description One immutable state of an API. */
        Revision: {
            api: components["schemas"]["ApiId"];
            /** @description The API's own version. */
            api_version: string;
            /** @description The blueprint's digest; empty where there is none. */
            blueprint_digest: string;
            /**
             * Format: int64
             * @description Changes against the revision before that break agents.
             */
            breaking: number;
            created_at: components["schemas"]["Timestamp"];
            decided_at?: components["schemas"]["Timestamp"] | null;
            decided_by?: components["schemas"]["UserId"] | null;
            /** Format: int64 */
            errors: number;
            id: components["schemas"]["RevisionId"];
            /** @description The job that made it. */
            job: components["schemas"]["JobId"];
            /** @description `openapi`, `graphql`, … */
            kind: string;
            /**
             * Format: int64
             * @description Counted from 1 within the API.
             */
            number: number;
            /**
             * Format: int64
             * @description Operations found.
             */
            operations: number;
            /** @description SHA-256 over all documents, in hex. */
            source_digest: string;
            state: components["schemas"]["RevisionState"];
            /** @description The document's title. */
            title: string;
            /**
             * Format: int64
             * @description Tools made of them.
             */
            tools: number;
            /** Format: int64 */
            warnings: number;
        };
        /** @description A revision with its documents. */
        RevisionDetail: components["schemas"]["Revision"] & {
            /** @description The one that the others belong to comes first. */
            documents: components["schemas"]["RevisionDocument"][];
            /** @description Base URLs that the document gives, absolute where it says as much. An API's `settings.upstream` stands for all of them. */
            upstreams: string[];
        };
        /** @description A document of a revision. */
        RevisionDocument: {
            /** @description SHA-256 of its content, in hex. */
            digest: string;
            /** @description Its address or name. */
            name: string;
        };
        RevisionId: string;
        /**
         * @description Where a revision stands.
         *
         *     - `pending`: It waits for approval.
         *     - `approved`: It is, or was, current.
         *     - `rejected`: Somebody did not want it.
         *     - `superseded`: A newer one came before it was decided.
         *     - `unusable`: The document gives no tool, or less than the validation asks for.
         * @enum {string}
         */
        RevisionState: "pending" | "approved" | "rejected" | "superseded" | "unusable";
        Role: string;
        /** @description What changes; what is left out stays. */
        RoleChange: {
            description?: components["schemas"]["Description"] | null;
            name?: components["schemas"]["Name"] | null;
            permissions?: components["schemas"]["Permissions"] | null;
        };
        RoleId: string;
        /** @description Replicas by how much there is to do. */
        Scaling: {
            /**
             * Format: int32
             * @description Calls that one replica should have at a time.
             */
            calls?: number;
            /**
             * Format: int32
             * @description Percent of its processor time that one replica should use: of what it may use or, as a pod, of what it asks for. Calls decide alone when
             *     absent; otherwise whichever of the two asks for more replicas does.
             */
            cpu_percent?: number | null;
            /**
             * Format: int64
             * @description The most.
             */
            max: number;
            /**
             * Format: int64
             * @description The fewest; with 0, the last one ends when nobody calls, and the first call starts one.
             */
            min: number;
            /**
             * Format: int32
             * @description Seconds for which fewer have to be enough before any ends.
             */
            quiet_seconds?: number;
        };
        /** @description A secret for an authenticator app. */
        SecondFactor: {
            /** @description To be typed. */
            secret: string;
            /** @description To be shown as a QR code. */
            uri: string;
        };
        /** @description A code of the app. */
        SecondFactorConfirmation: {
            /** @description Six digits. */
            code: string;
        };
        /**
         * @description A secret that is read elsewhere. Each organisation has a place of its own there, which the hub's settings name; what is said here is
         *     within that place.
         */
        SecretSource: {
            /** @description A key of a secret in HashiCorp Vault, in a secrets engine of the kind KV version 2. */
            vault: components["schemas"]["VaultKey"];
        } | {
            /** @description A key of a Secret in Kubernetes. */
            kubernetes: components["schemas"]["KubernetesKey"];
        };
        /** @description The organisation's own places, below which a credential's `source` is. */
        SecretSources: {
            /** @description A namespace of Kubernetes; null where credentials cannot come from there. */
            kubernetes?: string | null;
            /** @description In Vault, the secrets engine first: `secret/mcphub/org_…`; null where credentials cannot come from Vault. */
            vault?: string | null;
        };
        /** @description A security scheme that the document declares. */
        SecurityScheme: {
            /** @description The document's words about it. */
            description: string;
            name: string;
            /** @description How the secret is sent: `type` is `api-key`, `basic`, `bearer`, `oauth2`, … */
            scheme: Record<string, unknown>;
        };
        /** @description A server. */
        Server: {
            created_at: components["schemas"]["Timestamp"];
            deployment?: components["schemas"]["Deployment"] | null;
            description: string;
            /** @description What the next version is made of. */
            design: components["schemas"]["Design"];
            id: components["schemas"]["ServerId"];
            latest_version?: components["schemas"]["VersionId"] | null;
            /** @description What makes it as files say it; people do where it is null. */
            managed_by?: string | null;
            name: string;
            /** @description Who may use it, and how much: in force at once. */
            settings: components["schemas"]["ServerSettings"];
            /** @description In URLs. */
            slug: string;
            updated_at: components["schemas"]["Timestamp"];
            /** @description Where MCP clients reach it, once it is deployed. */
            url: string;
        };
        /** @description What changes; what is left out stays. */
        ServerChange: {
            description?: components["schemas"]["Description"] | null;
            design?: components["schemas"]["Design"] | null;
            managed_by?: components["schemas"]["Manager"] | null;
            name?: components["schemas"]["Name"] | null;
            settings?: components["schemas"]["ServerSettings"] | null;
            slug?: components["schemas"]["Slug"] | null;
        };
        /** @description What a server's design comes to at this moment. */
        ServerDraft: {
            /** @description Changes that do not fit the revisions any more. */
            conflicts: components["schemas"]["DesignConflict"][];
            /** @description The digest that the next version's blueprint would have. */
            digest: string;
            /** @description For models. */
            instructions: string;
            /** @description The revisions that it is made of. */
            sources: components["schemas"]["FrozenSource"][];
            /** @description Tokens that all definitions cost in a list of tools, estimated. */
            tokens: number;
            tools: components["schemas"]["ToolSummary"][];
        };
        ServerId: string;
        /** @description An image of a version of a server. */
        ServerImage: {
            created_at: components["schemas"]["Timestamp"];
            created_by?: components["schemas"]["UserId"] | null;
            /** @description Digest of its manifest: `docker pull …@sha256:…` gets exactly this one. */
            digest: string;
            /** @description How many findings there are of each severity. */
            findings: {
                [key: string]: number;
            };
            id: components["schemas"]["ImageId"];
            is_signed: boolean;
            /** @description Its whole name: `registry.example/team/pets:1`. */
            name: string;
            /** @description What is to be known of it beside. */
            note?: string | null;
            /**
             * Format: int64
             * @description The version's number.
             */
            number: number;
            platforms: components["schemas"]["Platform"][];
            registry?: components["schemas"]["RegistryId"] | null;
            /** @description Below the registry's own path. */
            repository: string;
            /** @description Which program looked through it; null where none did. */
            scanner?: string | null;
            /**
             * Format: int64
             * @description Bytes of its layers.
             */
            size: number;
            state: components["schemas"]["ImageState"];
            tag: string;
            version: components["schemas"]["VersionId"];
        };
        /** @description An image, with what was found in it. */
        ServerImageWithFindings: components["schemas"]["ServerImage"] & {
            /** @description What was found in it, the worst first; of very many the worst alone. */
            vulnerabilities: components["schemas"]["ImageFinding"][];
        };
        /** @description A server, as registries write it: a `server.json`. */
        ServerJson: {
            $schema: string;
            /** @description What it is for, in short. */
            description: string;
            /** @description The hub's host, reversed, then `/`, the organisation, `.`, and the server. */
            name: string;
            /** @description Where it is. */
            remotes: components["schemas"]["ServerRemote"][];
            /** @description For people. */
            title: string;
            /** @description The number of the version, `.0.0`. */
            version: string;
        };
        /** @description Where a server is. */
        ServerRemote: {
            /** @description What has to be sent with each request; none where the server is open. */
            headers?: components["schemas"]["ServerRemoteHeader"][];
            /** @description `streamable-http`. */
            type: string;
            url: string;
        };
        /** @description A header that has to be sent. */
        ServerRemoteHeader: {
            description: string;
            isRequired: boolean;
            isSecret: boolean;
            name: string;
            /** @description With variables in braces. */
            value: string;
            variables: components["schemas"]["ServerRemoteVariables"];
        };
        /** @description A variable that a client asks for. */
        ServerRemoteVariable: {
            description: string;
            isRequired: boolean;
            isSecret: boolean;
        };
        /** @description Variables of a header. */
        ServerRemoteVariables: {
            api_key: components["schemas"]["ServerRemoteVariable"];
        };
        /** @description Who may use a server, and how much. In force at once, for all versions. */
        ServerSettings: {
            /**
             * @description Who may use it.
             * @default organisation
             */
            access?: components["schemas"]["Access"];
            /**
             * Format: int32
             * @description Characters of text in an answer; what is longer is cut so that it still can be read.
             * @default 100000
             */
            answer_chars?: number;
            /**
             * @description Whether a person is asked before its tools act.
             * @default never
             */
            ask?: components["schemas"]["Ask"];
            /**
             * Format: int32
             * @description Seconds that a call may take.
             * @default 60
             */
            call_seconds?: number;
            /**
             * Format: int32
             * @description Calls per minute of one caller; any number when absent.
             * @default null
             */
            caller_calls_per_minute?: number | null;
            /**
             * Format: int32
             * @description Calls per minute, of everybody together; any number when absent.
             * @default null
             */
            calls_per_minute?: number | null;
            /**
             * @description Keep arguments and results of calls, with what looks like a secret taken out.
             * @default false
             */
            capture?: boolean;
            /**
             * Format: int32
             * @description Calls at a time, in each process of the gateway. More wait a moment, and are then refused.
             * @default 100
             */
            concurrent_calls?: number;
            /**
             * Format: int32
             * @description Days that calls are kept; the hub's default when absent.
             * @default null
             */
            retention_days?: number | null;
            /**
             * @description Limits of single tools, by their names.
             * @default {}
             */
            tools?: {
                [key: string]: components["schemas"]["ToolLimits"];
            };
        };
        /** @description One of the APIs of a server, and what is changed about it. */
        ServerSource: {
            /** @description Which. */
            api: components["schemas"]["ApiId"];
            /** @description Which of its tools, and what is changed about them. */
            curation?: components["schemas"]["Curation"];
            revision?: components["schemas"]["RevisionId"] | null;
            /** @description What the names of its tools begin with, where the server has several APIs; made of the API's name when absent. */
            space?: string | null;
        };
        /** @description A server as it was at a moment. */
        ServerVersion: {
            /**
             * Format: int64
             * @description Changes against the version before that break agents.
             */
            breaking: number;
            /**
             * Format: int64
             * @description All changes against the version before.
             */
            changes: number;
            created_at: components["schemas"]["Timestamp"];
            created_by?: components["schemas"]["UserId"] | null;
            /** @description The blueprint's digest. */
            digest: string;
            id: components["schemas"]["VersionId"];
            note: string;
            /**
             * Format: int64
             * @description Counted from 1.
             */
            number: number;
            /** @description The revisions that it was made of. */
            sources: components["schemas"]["FrozenSource"][];
            /** Format: int64 */
            tools: number;
        };
        /** @description A program with rights of its own. */
        ServiceAccount: {
            created_at: components["schemas"]["Timestamp"];
            description: string;
            id: components["schemas"]["ServiceAccountId"];
            name: string;
            role: components["schemas"]["Role"];
        };
        /** @description What changes; what is left out stays. */
        ServiceAccountChange: {
            description?: components["schemas"]["Description"] | null;
            name?: components["schemas"]["Name"] | null;
            role?: components["schemas"]["Role"] | null;
        };
        ServiceAccountId: string;
        /** @description A sign-in. */
        Session: {
            /** @description Where it began. */
            address: string;
            created_at: components["schemas"]["Timestamp"];
            /** @description When it ends unless it is used. */
            expires_at: components["schemas"]["Timestamp"];
            id: components["schemas"]["SessionId"];
            /** @description It is the one that asks. */
            is_current: boolean;
            /** @description When it was last refreshed. */
            last_used_at: components["schemas"]["Timestamp"];
            /** @description With which program. */
            user_agent: string;
        };
        SessionId: string;
        /** @description One setting. */
        Setting: {
            /** @description What holds where nothing is set. */
            default: unknown;
            /** @description `listen.public_url`; in the environment `MCPHUB__LISTEN__PUBLIC_URL`. */
            name: string;
            /** @description What holds, secrets masked; null where nothing is set. */
            value: unknown;
            /** @description What it does. */
            words: string;
        };
        /** @description The first administrator. */
        Setup: {
            email: components["schemas"]["Email"];
            name: components["schemas"]["Name"];
            /** Format: password */
            password: string;
            /** @description The token in the link. */
            token: string;
        };
        /** @description Who signs in. */
        SignIn: {
            /** @description A code of the authenticator app, or a recovery code, where the account has a second factor. */
            code?: string | null;
            /** @description Keep the refresh token in a cookie that pages cannot read, instead of answering it: for browsers. */
            cookie?: boolean;
            email: components["schemas"]["Email"];
            /** Format: password */
            password: string;
        };
        /** @description A new account. */
        SignUp: {
            email: components["schemas"]["Email"];
            /** @description The token of an invitation; needed where accounts are made by invitation only. */
            invitation?: string | null;
            name: components["schemas"]["Name"];
            /** Format: password */
            password: string;
        };
        Slug: string;
        /** @description Where a document comes from. */
        Source: {
            /** @enum {string} */
            type: "url";
            /** @description `https://api.example.com/openapi.json` */
            url: string;
        } | {
            /** @description Which of the files is the document that the others belong to; found out when it is not said. */
            root?: string | null;
            /** @enum {string} */
            type: "upload";
            /** @description What the upload was answered with. */
            upload: components["schemas"]["UploadId"];
        };
        /** @description Another place that the document comes from. */
        SourceChange: {
            /** @enum {string} */
            type: "url";
            url: string;
        } | {
            root?: string | null;
            /** @enum {string} */
            type: "upload";
            upload: components["schemas"]["UploadId"];
        };
        Tag: string;
        /**
         * @description Where a server runs.
         *
         *     - `embedded`: In the gateway's own process.
         *     - `process`: In processes of its own, on the machine of the hub's process that looks after it.
         *     - `docker`: In containers of its own, of the Docker engine of that machine.
         *     - `kubernetes`: As pods of a Kubernetes cluster.
         * @enum {string}
         */
        Target: "embedded" | "process" | "docker" | "kubernetes";
        /** @description Outcome of a test of a credential. */
        Tested: {
            /** @description The upstream took it. */
            accepted: boolean;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description What the upstream said. */
            message: string;
        };
        /** Format: date-time */
        Timestamp: string;
        /** @description What a client is signed in with. */
        Tokens: {
            /** @description For `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description Seconds that the access token holds.
             */
            expires_in: number;
            /** @description For the next access token, once; absent where the browser keeps it in a cookie. */
            refresh_token?: string | null;
        };
        /** @description What to call a tool with. */
        ToolCall: {
            arguments?: Record<string, unknown>;
            /** @description Secrets by the names of their schemes, instead of those that are kept. They are not kept. */
            credentials?: {
                [key: string]: string;
            };
            /** @description Only say what would be sent. */
            preview?: boolean;
        };
        /** @description What a call came to. */
        ToolCallOutcome: {
            /** @description What was sent and what came back; with `preview` what would be sent. Secrets are masked. */
            exchanges: components["schemas"]["Exchange"][];
            /**
             * Format: int64
             * @description From the beginning to the end, in milliseconds.
             */
            millis: number;
            /** @description What an agent would get. */
            result: components["schemas"]["ToolResult"];
        };
        /** @description What is changed about a tool; what is absent stays. */
        ToolEdit: {
            /**
             * @description Changes of arguments, by the names that the compiler gave them.
             * @default {}
             */
            arguments?: {
                [key: string]: components["schemas"]["ArgumentEdit"];
            };
            /**
             * @description Another description.
             * @default null
             */
            description?: string | null;
            /**
             * @description It may destroy something.
             * @default null
             */
            destructive?: boolean | null;
            /**
             * @description Calling twice is the same as calling once.
             * @default null
             */
            idempotent?: boolean | null;
            /**
             * @description Another name.
             * @default null
             */
            name?: string | null;
            /**
             * @description It changes nothing.
             * @default null
             */
            read_only?: boolean | null;
            /**
             * @description Another title.
             * @default null
             */
            title?: string | null;
        };
        /** @description Limits of one tool. */
        ToolLimits: {
            /**
             * Format: int32
             * @description Calls per minute, of everybody together; any number when absent.
             * @default null
             */
            calls_per_minute?: number | null;
        };
        /** @description What an agent would get. */
        ToolResult: {
            content: Record<string, unknown>[];
            is_error: boolean;
            structured_content?: Record<string, unknown> | null;
        };
        /** @description A tool in short. */
        ToolSummary: {
            description: string;
            is_deprecated: boolean;
            /** @description It may destroy something. */
            is_destructive: boolean;
            /** @description It changes nothing. */
            is_read_only: boolean;
            name: string;
            /** @description The operation that it calls: `GET /pets/{id}`. */
            operation: string;
            tags: string[];
            title: string;
            /** @description Tokens that its definition costs in a list of tools, estimated. */
            tokens: number;
        };
        /** @description An upload. */
        Upload: {
            /** @description Its files; an archive's are unpacked. */
            files: components["schemas"]["UploadedFile"][];
            /** @description For an API's `source`. */
            id: components["schemas"]["UploadId"];
        };
        /** @description An upload with its files. */
        UploadDetail: {
            files: components["schemas"]["KeptFile"][];
            id: components["schemas"]["UploadId"];
        };
        /** @description A file of an upload. */
        UploadedFile: {
            name: string;
            /** @description Bytes. */
            size: number;
        };
        /** @description Files as a form sends them. */
        UploadForm: {
            /** @description Once for each file; its file name is what references call it. */
            file: number[];
        };
        UploadId: string;
        /** @description One quota. */
        Usage: {
            /**
             * Format: int64
             * @description The most that there may be; any amount when null.
             */
            most?: number | null;
            /** @description `apis`, `stored_bytes`, `members`. */
            resource: string;
            /**
             * Format: int64
             * @description What there is.
             */
            used: number;
        };
        /** @description What changes; what is left out stays. */
        UserChange: {
            /** @description May administer the whole hub. */
            is_admin?: boolean | null;
            /** @description May not sign in; their keys do not work. */
            is_disabled?: boolean | null;
            name?: components["schemas"]["Name"] | null;
        };
        UserId: string;
        /** @description An account with the link by which its owner chooses a password. */
        UserWithLink: components["schemas"]["Account"] & {
            link: components["schemas"]["PasswordLink"];
        };
        /**
         * @description What a document has to live up to before a revision is made of it.
         *
         *     - `best-effort`: At least one operation becomes a tool.
         *     - `complete`: Every operation becomes a tool.
         *     - `strict`: Every operation becomes a tool, and there is neither error nor warning.
         * @enum {string}
         */
        Validation: "best-effort" | "complete" | "strict";
        /** @description A key of a secret in Vault. */
        VaultKey: {
            /** @description The key in it. */
            key: string;
            /** @description `petstore`, or `shops/petstore`: below the organisation's folder. */
            path: string;
        };
        VersionId: string;
        /** @description A receiver of events. */
        Webhook: {
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Deliveries in a row that failed.
             */
            failures: number;
            id: components["schemas"]["WebhookId"];
            is_enabled: boolean;
            /** @description Kinds of events, `api.unhealthy`, or families of them, `api.`; all when empty. */
            kinds: string[];
            last_at?: components["schemas"]["Timestamp"] | null;
            /** @description Why the last delivery failed. */
            last_error?: string | null;
            name: string;
            /** @description Where events are sent. */
            url: string;
        };
        /** @description What changes; what is left out stays. */
        WebhookChange: {
            is_enabled?: boolean | null;
            kinds?: string[] | null;
            name?: components["schemas"]["Name"] | null;
            url?: string | null;
        };
        WebhookId: string;
        /** @description What a test delivery came to. */
        WebhookTest: {
            /** @description The receiver took it. */
            is_delivered: boolean;
            /** @description What the receiver said. */
            message: string;
        };
        /** @description A webhook with what its deliveries are signed with. */
        WebhookWithSecret: components["schemas"]["Webhook"] & {
            /** @description Verify deliveries with it (Standard Webhooks, HMAC-SHA256). Shown this once. */
            secret: string;
        };
        /** @description Some tools of an API. */
        Which: {
            /** @description Those whose name or operation matches: `list_*`, `GET /pets/*`. */
            glob: string;
        } | {
            /** @description Those that the document gives this tag. */
            tag: string;
        } | {
            /** @description Those that change nothing, or those that do. */
            "read-only": boolean;
        } | {
            /** @description Those that the document calls deprecated, or those that it does not. */
            deprecated: boolean;
        };
    };
    responses: {
        /** @description The request cannot be read */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something is in the way */
        Conflict: {
            headers: {
                /** @description Seconds until another attempt makes sense */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Whoever is signed in may not do this, or a quota is used up */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The hub made a mistake */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request says something impossible */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is not there, or not to be seen */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It has changed since it was read */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, or too many failed attempts */
        RateLimited: {
            headers: {
                /** @description Seconds until another attempt makes sense */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no room left to keep anything */
        StorageFull: {
            headers: {
                /** @description Seconds until another attempt makes sense */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request came too slowly */
        Timeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody is signed in, or no longer */
        Unauthenticated: {
            headers: {
                /** @description How to authenticate */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A part of the hub does not answer */
        Unavailable: {
            headers: {
                /** @description Seconds until another attempt makes sense */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This type of body is not read here */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    about: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What anybody may know */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["About"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    signUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUp"];
            };
        };
        responses: {
            /** @description The account was made */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listHubAudit: {
        parameters: {
            query?: {
                /** @description Only of this action, `api.registered`, or of a family of actions, `api.`. */
                action?: string;
                /** @description Only of this user or service account. */
                actor?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Not before. */
                since?: components["schemas"]["Timestamp"];
                /** @description Only what was done to this. */
                subject?: string;
                /** @description Before. */
                until?: components["schemas"]["Timestamp"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_AuditEntry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listAllJobs: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Only of this kind: `compile-api`. */
                kind?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                /** @description Only for this: an API's identifier. */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    rotateHubKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            202: {
                headers: {
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReference"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    rotateMasterKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasterKeyRotation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listAllOrganisations: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description A part of the slug or the name. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    setQuotas: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: components["schemas"]["OrganisationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Quotas"];
            };
        };
        responses: {
            /** @description The organisation as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getHubSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every setting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Setting"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getHubStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HubStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description A part of the address or the name. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The account, with its link */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserWithLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's identifier */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account's identifier */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The account as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account's identifier */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description The organisation that you are a member of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    lookAtInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Where it leads */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeChange"];
            };
        };
        responses: {
            /** @description The account as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The password was changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorConfirmation"];
            };
        };
        responses: {
            /** @description Recovery codes, shown once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    beginSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordConfirmation"];
            };
        };
        responses: {
            /** @description The secret, shown once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordConfirmation"];
            };
        };
        responses: {
            /** @description It is not asked for any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listMySessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign-ins that have not ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    endMySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sign-in's identifier */
                session: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listOrganisations: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrganisation"];
            };
        };
        responses: {
            /** @description It was made */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganisationChange"];
            };
        };
        responses: {
            /** @description The organisation as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only one's own; always so without the permission `keys:read`. */
                mine?: boolean;
                /** @description Only those of this service account. */
                service_account?: components["schemas"]["ServiceAccountId"];
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key's identifier, not the key */
                key: components["schemas"]["KeyId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does not work any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The key's identifier, not the key */
                key: components["schemas"]["KeyId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listApis: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Only deleted ones, which are left out otherwise. */
                deleted?: boolean;
                /** @description Only in this state of health. */
                health?: "unknown" | "healthy" | "degraded" | "unhealthy";
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only of this owner. */
                owner?: components["schemas"]["UserId"];
                /** @description Only those whose newer revision waits for approval. */
                pending?: boolean;
                /** @description A part of the name, the slug or the description. */
                search?: string;
                /** @description Only with this tag. */
                tag?: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Api"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    registerApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApi"];
            };
        };
        responses: {
            /** @description The API, and the job */
            202: {
                headers: {
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredApi"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Api"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiChange"];
            };
        };
        responses: {
            /** @description The API as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Api"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    setCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The name of a security scheme that the API declares */
                scheme: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCredential"];
            };
        };
        responses: {
            /** @description What is kept, without its value */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteCredential: {
        parameters: {
            query?: {
                /** @description One's own, instead of everybody's. */
                personal?: boolean;
            };
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The name of a security scheme that the API declares */
                scheme: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    testCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The name of a security scheme that the API declares */
                scheme: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialTest"];
            };
        };
        responses: {
            /** @description What the upstream said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tested"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getApiHealth: {
        parameters: {
            query?: {
                /** @description Hours of history, 24 unless something else is said. */
                hours?: number;
            };
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Now, and before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthHistory"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    probeApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Probe"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    refreshApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            202: {
                headers: {
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReference"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    restoreApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: components["schemas"]["ApiId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Api"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listRevisions: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Revision"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionDetail"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    approveRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revision as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revision"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getBlueprint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was made with the revision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was made with the revision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The document's digest, as the revision or the upload tells it */
                digest: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    rejectRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revision as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revision"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was made with the revision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listTools: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description A part of the name, the operation or the description. */
                search?: string;
            };
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the document's order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ToolSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
                /** @description The tool's name */
                tool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tool */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    callTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API's identifier or slug */
                api: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The revision's identifier or number, or `current`, `pending` or `last` */
                revision: string;
                /** @description The tool's name */
                tool: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolCall"];
            };
        };
        responses: {
            /** @description What it came to, failures of the upstream included */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolCallOutcome"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only of this action, `api.registered`, or of a family of actions, `api.`. */
                action?: string;
                /** @description Only of this user or service account. */
                actor?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Not before. */
                since?: components["schemas"]["Timestamp"];
                /** @description Only what was done to this. */
                subject?: string;
                /** @description Before. */
                until?: components["schemas"]["Timestamp"];
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_AuditEntry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description Only of this action, `api.registered`, or of a family of actions, `api.`. */
                action?: string;
                /** @description Only of this user or service account. */
                actor?: string;
                /** @description Not before. */
                since?: components["schemas"]["Timestamp"];
                /** @description Only what was done to this. */
                subject?: string;
                /** @description Before. */
                until?: components["schemas"]["Timestamp"];
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description Only of this caller: identifier of a user or a key. */
                actor?: string;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only those that came to this. */
                outcome?: "ok" | "tool-error" | "invalid" | "denied" | "limited" | "failed" | "cancelled" | "asked";
                /** @description Only those that have this in the name of their tool or client, or in the reason why they failed. */
                search?: string;
                /** @description Only of this server. */
                server?: components["schemas"]["ServerId"];
                /** @description Only of this tool. */
                tool?: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Call"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: components["schemas"]["CallId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallWithContent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    sumCalls: {
        parameters: {
            query?: {
                /** @description One row for each hour, for each tool, for each caller or for each server. */
                by?: "hour" | "tool" | "actor" | "server";
                /** @description So many hours, this one included. */
                hours?: number;
                /** @description Only of this server. */
                server?: components["schemas"]["ServerId"];
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_CallSum"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Only of this kind, `api.registered`, or of a family of kinds, `api.`. */
                kind?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only of this identifier: the history of an API, say. */
                subject?: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Event"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    followEvents: {
        parameters: {
            query?: {
                /** @description The number of the last event that is known; only new ones follow when left out. `Last-Event-ID` says the same. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events called `event` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @description What happened, in JSON */
                        data: string;
                        /** @description What kind of event it is */
                        event: string;
                        /** @description Its number: `Last-Event-ID` goes on after it */
                        id?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Invitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description The invitation, with its link */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationWithLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The invitation's identifier */
                invitation: components["schemas"]["InvitationId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does not work any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Only of this kind: `compile-api`. */
                kind?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                /** @description Only for this: an API's identifier. */
                subject?: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getJob: {
        parameters: {
            query?: {
                /** @description Seconds that are waited for the job's end; the answer comes at once when left out. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The job's identifier */
                job: components["schemas"]["JobId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job's identifier */
                job: components["schemas"]["JobId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    followJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job's identifier */
                job: components["schemas"]["JobId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events called `job` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @description What happened, in JSON */
                        data: string;
                        /** @description What kind of event it is */
                        event: string;
                        /** @description Its number: `Last-Event-ID` goes on after it */
                        id?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The job's identifier */
                job: components["schemas"]["JobId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new job */
            202: {
                headers: {
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReference"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    rotateDataKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            202: {
                headers: {
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReference"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    followLive: {
        parameters: {
            query?: {
                /** @description The position after which to go on; only what is new follows when left out. `Last-Event-ID` says the same. */
                after?: string;
                /** @description Only this kind; everything that the caller may see when left out. */
                kind?: "event" | "call" | "log";
                /** @description Only of this server. */
                server?: components["schemas"]["ServerId"];
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events called `event`, `call` and `log` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @description What happened, in JSON */
                        data: string;
                        /** @description What kind of event it is */
                        event: string;
                        /** @description Its number: `Last-Event-ID` goes on after it */
                        id?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The account's identifier */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are no member any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The account's identifier */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description The member as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listRegistries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By their names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Registry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createRegistry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRegistry"];
            };
        };
        responses: {
            /** @description The registry */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The registry's identifier */
                registry: components["schemas"]["RegistryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registry */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryWithRepositories"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The registry's identifier */
                registry: components["schemas"]["RegistryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateRegistry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The registry's identifier */
                registry: components["schemas"]["RegistryId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistryChange"];
            };
        };
        responses: {
            /** @description The registry as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listRegistryTags: {
        parameters: {
            query: {
                /** @description The repository, below the registry's own path. */
                repository: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The registry's identifier */
                registry: components["schemas"]["RegistryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that were pushed from here first, the newest of them first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_RegistryTag"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteRegistryTag: {
        parameters: {
            query: {
                /** @description The repository, below the registry's own path. */
                repository: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The registry's identifier */
                registry: components["schemas"]["RegistryId"];
                /** @description The tag */
                tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    testRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The registry's identifier */
                registry: components["schemas"]["RegistryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the registry said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tested"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_CustomRole"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description The role */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomRole"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The role's identifier */
                role: components["schemas"]["RoleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The role's identifier */
                role: components["schemas"]["RoleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description The role as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomRole"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listServers: {
        parameters: {
            query?: {
                /** @description Only those that this API is a part of. */
                api?: components["schemas"]["ApiId"];
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description A part of the name, the slug or the description. */
                search?: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Server"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServer"];
            };
        };
        responses: {
            /** @description The server */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerChange"];
            };
        };
        responses: {
            /** @description The server as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerBundle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A zip archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": number[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listConnectionGuides: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guides */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ConnectionGuide"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConnection"];
            };
        };
        responses: {
            /** @description The key and the guides */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getDeployment: {
        parameters: {
            query?: {
                /** @description Seconds that are waited until it is settled whether it serves; the answer comes at once when left out. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is wanted, and how far it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deployServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeployment"];
            };
        };
        responses: {
            /** @description What is wanted, and how far it is */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    stopServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is wanted, and how far it is */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    promoteCanary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is wanted, and how far it is */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listReplicas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The processes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Replica"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    rollBackServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is wanted, and how far it is */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listServerImages: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only of this version, by its identifier or its number. */
                version?: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ServerImage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The image's identifier */
                image: components["schemas"]["ImageId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerImageWithFindings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteServerImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The image's identifier */
                image: components["schemas"]["ImageId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerImageArchive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The image's identifier */
                image: components["schemas"]["ImageId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": number[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listLogs: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Only of this level. */
                level?: "error" | "warn" | "info" | "debug";
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
                /** @description Only with this in their message. */
                search?: string;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_LogLine"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerManifest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The `server.json` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerJson"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDraft"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listServerVersions: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The most items, 50 unless something else is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ServerVersion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createServerVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServerVersion"];
            };
        };
        responses: {
            /** @description The version */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerVersion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerVersion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerVersionPart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                part: "blueprint" | "design" | "hashes" | "changes" | "conflicts";
                server: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The part */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createServerImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServerImage"];
            };
        };
        responses: {
            /** @description The job */
            202: {
                headers: {
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReference"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getServerProject: {
        parameters: {
            query: {
                /** @description What its files are packed in. */
                archive?: "zip" | "tar.gz";
                /** @description What it is written in. */
                language: "python" | "typescript" | "go" | "rust";
                /** @description What it is licensed under. The text names no holder. */
                license?: "apache-2.0" | "mit" | "bsd-3-clause" | "proprietary";
            };
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                server: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An archive of one folder */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": number[];
                    "application/zip": number[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listServiceAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ServiceAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createServiceAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServiceAccount"];
            };
        };
        responses: {
            /** @description The service account */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteServiceAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The service account's identifier */
                account: components["schemas"]["ServiceAccountId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateServiceAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The service account's identifier */
                account: components["schemas"]["ServiceAccountId"];
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceAccountChange"];
            };
        };
        responses: {
            /** @description The service account as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            /** @description The upload */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The upload's identifier */
                upload: components["schemas"]["UploadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadDetail"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getUploadedFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The document's digest, as the revision or the upload tells it */
                digest: string;
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                /** @description The upload's identifier */
                upload: components["schemas"]["UploadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each quota */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Usage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes nothing again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description The webhook */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    /** @description `true` when the answer is repeated, and nothing was made */
                    "Idempotent-Replayed"?: string;
                    /** @description Where it is, or the job that makes it; left out when the answer is repeated */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                webhook: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: the change is made only while nobody else has made one. */
                "If-Match"?: string;
            };
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                webhook: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description The webhook as it is now */
            200: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one */
                organisation: string;
                webhook: components["schemas"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it came to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description The password was set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Still signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            /** @description The account was made */
            201: {
                headers: {
                    /** @description The version, for `If-Match` */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listRegistryServers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Accepted, and without effect: what is not served any more is not kept here. */
                include_deleted?: boolean;
                /** @description The most entries, 30 unless something else is said. */
                limit?: number;
                /** @description A part of the name, the title or the description. */
                search?: string;
                /** @description Only what changed since. */
                updated_since?: components["schemas"]["Timestamp"];
                /** @description Only this version: `latest` for the one that is served. */
                version?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By organisation, name and version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    listRegistryVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name in the registry, its `/` as `%2F` */
                serverName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    getRegistryVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name in the registry, its `/` as `%2F` */
                serverName: string;
                /** @description As the registry writes it: `2.0.0`, or `latest` */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryEntry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
}
