package io.peerstage.contract.streams;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Live while a show is on; else upcoming until the stream's end, then past. */
public enum Status {
    @JsonProperty("live")
    LIVE,
    @JsonProperty("upcoming")
    UPCOMING,
    @JsonProperty("past")
    PAST
}
