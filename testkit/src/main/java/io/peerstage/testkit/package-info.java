/** What tests need to be about the real thing: PostgreSQL, clustered nodes, a wallet, a clock, a browser. */
package io.peerstage.testkit;
