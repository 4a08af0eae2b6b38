package io.peerstage.contract;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of accepted actions. */
public enum EventType {
    PROFILE_EDITED("ProfileEdited", "profiles.edited"),
    PROFILE_DELETED("ProfileDeleted", "profiles.deleted"),
    SUBSCRIBED("Subscribed", "profiles.subscribed"),
    UNSUBSCRIBED("Unsubscribed", "profiles.unsubscribed"),
    STREAM_IS_SCHEDULED("StreamIsScheduled", "streams.scheduled"),
    STREAM_EDITED("StreamEdited", "streams.edited"),
    STREAM_DELETED("StreamDeleted", "streams.deleted"),
    STREAM_WENT_LIVE("StreamWentLive", "streams.started"),
    STREAM_ENDED("StreamEnded", "streams.ended"),
    ADMIN_ADDED("AdminAdded", "profiles.admin-added"),
    ADMIN_REMOVED("AdminRemoved", "profiles.admin-removed"),
    ACCOUNT_BANNED("AccountBanned", "gateway.account-banned"),
    ACCOUNT_UNBANNED("AccountUnbanned", "gateway.account-unbanned");

    private final String label;
    private final String address;

    EventType(String label, String address) {
        this.label = label;
        this.address = address;
    }

    /** As it stands in the event log, for ever. */
    public String label() {
        return label;
    }

    /** What the bus is told of it, soon after. */
    public Fact<Event> fact() {
        return new Fact<>(address, Event.class);
    }

    public static Optional<EventType> of(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
