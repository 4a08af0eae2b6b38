package io.peerstage.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records as JSON: camelCase, absent rather than null, times ISO 8601 in UTC with milliseconds, unknown fields passed over. */
public final class Json {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    static {
        teach(DatabindCodec.mapper());
    }

    public static JsonObject of(Record value) {
        return JsonObject.mapFrom(value);
    }

    /** As text at once, for whoever only passes it on. */
    public static String text(Record value) {
        return io.vertx.core.json.Json.encode(value);
    }

    /** Fails with what the record's own constructor refused, where it did. */
    public static <T> T to(Class<T> type, JsonObject json) {
        try {
            return json.mapTo(type);
        } catch (IllegalArgumentException unreadable) {
            throw refusalWithin(unreadable)
                    .<RuntimeException>map(refused -> refused)
                    .orElse(unreadable);
        }
    }

    /** Which field of a question has a value of the wrong type. */
    public static Fault fault(JsonMappingException unreadable) {
        var pointer = unreadable.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/", "/", ""));
        return new Fault(pointer, "has a value of the wrong type");
    }

    public static String text(Instant time) {
        return MILLISECONDS.format(time);
    }

    /** The refusal that caused a failure, if one did. */
    static Optional<Refused> refusalWithin(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }

    private static void teach(ObjectMapper mapper) {
        mapper.registerModule(new JavaTimeModule())
                .registerModule(new Jdk8Module())
                .registerModule(new SimpleModule().addSerializer(Instant.class, new InMilliseconds()))
                // what a record does not have is absent; a null that somebody put into JSON is meant
                .setDefaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    private static final class InMilliseconds extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text(time));
        }
    }

    private Json() {}
}
