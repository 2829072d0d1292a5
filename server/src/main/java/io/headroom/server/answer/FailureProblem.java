package io.headroom.server.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.exchange.Failure;
import io.headroom.server.failure.Condition;
import io.headroom.server.failure.FixedLimit;
import io.headroom.server.text.Phrase;
import io.headroom.server.text.RoomMessage;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.Shortage;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Failures as {@code application/problem+json} (RFC 9457). */
final class FailureProblem {
    /** Of a failure that says no more than its status does (RFC 9457 §4.2.1). */
    private static final String BLANK = "about:blank";

    private static final String TYPES = "urn:headroom:problem:";
    private static final JsonMapper JSON = new JsonMapper();

    private FailureProblem() {}

    static byte[] of(Failure failure, FailedRequest request) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", type(failure))
                .put("title", title(failure, request))
                .put("status", failure.status())
                .put("detail", failure.message(request.texts()))
                .put("instance", request.target());
        failure.storage().ifPresent(room -> addRoom(problem, room, request));
        failure.limit()
                .filter(limit -> limit.bytes().isPresent())
                .ifPresent(limit -> problem.put("limitBytes", limit.bytes().getAsLong()));
        try {
            return JSON.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of plain values can always be written", e);
        }
    }

    private static String type(Failure failure) {
        Optional<String> name = failure.storage()
                .map(RoomCondition::name)
                .or(() -> failure.limit().map(FixedLimit::name))
                .or(() -> failure.condition().map(Condition::name));
        return name.map(TYPES::concat).orElse(BLANK);
    }

    private static String title(Failure failure, FailedRequest request) {
        return failure.storage()
                .map(room -> request.texts().say(RoomCondition.isQuota(room) ? Phrase.TITLE_QUOTA : Phrase.TITLE_ROOM))
                .orElseGet(() -> MultiStatusWriter.phrase(failure.status()));
    }

    private static void addRoom(ObjectNode problem, InsufficientStorageException room, FailedRequest request) {
        Shortage shortage = room.shortage();
        String unit = switch (shortage.unit()) {
            case BYTES -> "Bytes";
            case ENTRIES -> "Entries";
        };
        for (Figure figure : Figure.of(shortage)) {
            problem.put(figure.name() + unit, figure.value());
        }
        if (RoomCondition.hasQuotaRoot(room)) {
            problem.put("quotaRoot", request.hrefs().collection(shortage.owner()));
        }
        problem.put("limitKind", RoomCondition.limitKind(room));
        problem.put("whatToDo", RoomMessage.of(room, request.texts()).advice());
    }
}
