package io.peerstage.benchmarks.tree;

import io.peerstage.signaling.tree.Traits;
import java.util.LinkedHashMap;
import java.util.Map;

/** A page that watches, or the broadcaster's. Times are milliseconds, {@link #NEVER} where it has not happened. */
final class Viewer {
    static final long NEVER = -1;

    final String id;
    final Traits traits;
    /** One way to the server. */
    final int latency;
    /** Streams that its uplink bears, in truth and by what it says. */
    final double uplink;

    final double claimed;
    final long enteredAt;

    boolean alive = true;
    /** It has said that it leaves, and stays until it is released. */
    boolean leaving;

    /** Its edges that are neither closed nor forgotten, by their ids. */
    final Map<String, Edge> edges = new LinkedHashMap<>();
    /** Those who take their media from it, as they see it. */
    final Map<Viewer, Edge> feeds = new LinkedHashMap<>();

    Edge source;
    Edge standby;
    long firstMediaAt = NEVER;
    /** Since when nothing comes; of one who was never fed, since it entered. */
    long starvedAt;
    /** It begs for another source no sooner than then. */
    long begsAt;

    Viewer(String id, Traits traits, int latency, double uplink, double claimed, long now) {
        this.id = id;
        this.traits = traits;
        this.latency = latency;
        this.uplink = uplink;
        this.claimed = claimed;
        this.enteredAt = now;
        this.starvedAt = now;
    }

    boolean isFed() {
        return starvedAt == NEVER;
    }

    /** The newest beat that it has is of then. */
    long newestBeat(long now) {
        return isFed() ? now : starvedAt;
    }

    /** Whether its connection to its source says nothing at all: a parent that only starves itself still repeats the last beat. */
    boolean hearsNothing() {
        return source == null || source.closed || !source.parent.alive;
    }

    /** Of each stream that it sends, so much arrives. */
    double share() {
        return Math.min(1, uplink / Math.max(1, feeds.size()));
    }

    boolean sendsAnything() {
        return edges.values().stream().anyMatch(edge -> edge.parent == this && edge.up);
    }
}
