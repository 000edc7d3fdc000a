-- The PKCE verifier of a sign-in under way (release 0.8.0).

ALTER TABLE auth_state ADD COLUMN code_verifier TEXT NOT NULL DEFAULT '';
