package io.peerstage.contract.streams;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may watch a stream. */
public enum Audience {
    @JsonProperty("subscribers")
    SUBSCRIBERS,
    @JsonProperty("everyone")
    EVERYONE
}
