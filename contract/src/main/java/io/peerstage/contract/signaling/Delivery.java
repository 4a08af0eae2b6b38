package io.peerstage.contract.signaling;

import io.peerstage.contract.streams.StreamId;
import java.util.List;

/**
 * What a gateway is to write to sockets that it holds; sockets that it holds no longer are passed over. A gateway that has heard of a
 * higher epoch of the room passes all of it over, and tells the sender ({@link SignalingApi#STALE}).
 *
 * @param sockets their ids
 * @param address the name under which the browser receives it
 * @param body a {@link Push} as JSON, made once however many are to hear it and however many hands it passes through
 * @param stream whose room it comes from
 * @param epoch the room's, when it was sent
 * @param node the instance that owns the room, or believes so
 */
public record Delivery(List<String> sockets, String address, String body, StreamId stream, long epoch, String node) {}
