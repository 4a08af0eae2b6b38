package io.peerstage.signaling.tree;

/**
 * What a peer measured in the last seconds.
 *
 * @param uplink what its connections could send, in bits a second; 0 where it does not know
 * @param bitrate of the media, in bits a second
 * @param rtt to its parent, in milliseconds
 * @param loss of packets from its parent, 0 to 1
 */
public record Report(double uplink, double bitrate, double rtt, double loss) {}
