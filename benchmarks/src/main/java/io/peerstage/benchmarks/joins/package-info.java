/** What a join costs the server: the whole product against PeerJS's server, both with a crowd of scripted peers on real sockets. */
package io.peerstage.benchmarks.joins;
