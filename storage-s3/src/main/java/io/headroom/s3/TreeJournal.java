package io.headroom.s3;

import io.headroom.spi.path.ResourcePath;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the bucket knows of a copy or move of a tree while it is under way: lines of words. Immutable.
 *
 * @param owner who works on it
 * @param beat counts the renewals, so that no two versions are the same
 * @param begun by the store's clock; empty in the first version, which can't know it and is itself as old
 * @param until until when by the store's clock the first owner may have worked on it; empty while it does
 */
record TreeJournal(
        TreeJob job, State state, String owner, long beat, Optional<Instant> begun, Optional<Instant> until) {
    /** What is to be done when nobody works on it any more. */
    enum State {
        /** Undo it. */
        COPYING,
        /** Finish it: the new tree stands. */
        COMMITTED
    }

    private static final String VERSION = "1";

    static TreeJournal begin(TreeJob job, String owner) {
        return new TreeJournal(job, State.COPYING, owner, 0, Optional.empty(), Optional.empty());
    }

    TreeJournal renewed(Instant begun) {
        return new TreeJournal(job, state, owner, beat + 1, Optional.of(begun), until);
    }

    TreeJournal committed(Instant begun) {
        return new TreeJournal(job, State.COMMITTED, owner, beat + 1, Optional.of(begun), until);
    }

    TreeJournal takenOver(String newOwner, Instant begunAt, Instant lastWorkedOn) {
        return new TreeJournal(
                job,
                state,
                newOwner,
                beat + 1,
                Optional.of(begun.orElse(begunAt)),
                Optional.of(until.orElse(lastWorkedOn)));
    }

    String text() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("version", VERSION);
        lines.put("id", job.id());
        lines.put("move", Boolean.toString(job.move()));
        lines.put("source", job.source().toString());
        lines.put("target", job.target().toString());
        lines.put("state", state.name());
        lines.put("owner", owner);
        lines.put("beat", Long.toString(beat));
        begun.ifPresent(time -> lines.put("begun", time.toString()));
        until.ifPresent(time -> lines.put("until", time.toString()));
        StringBuilder text = new StringBuilder();
        lines.forEach((key, value) -> text.append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('\n'));
        return text.toString();
    }

    /** @throws IllegalArgumentException when it is not one of ours, or of a later version */
    static TreeJournal parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not a journal: " + line);
            }
            lines.put(line.substring(0, equals), URLDecoder.decode(line.substring(equals + 1), StandardCharsets.UTF_8));
        });
        if (!VERSION.equals(lines.get("version"))) {
            throw new IllegalArgumentException("a journal of version " + lines.get("version"));
        }
        TreeJob job = new TreeJob(
                word(lines, "id"),
                Boolean.parseBoolean(word(lines, "move")),
                ResourcePath.parse(word(lines, "source")),
                ResourcePath.parse(word(lines, "target")));
        return new TreeJournal(
                job,
                State.valueOf(word(lines, "state")),
                word(lines, "owner"),
                Long.parseLong(word(lines, "beat")),
                time(lines, "begun"),
                time(lines, "until"));
    }

    private static String word(Map<String, String> lines, String name) {
        String value = lines.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a journal without " + name);
        }
        return value;
    }

    private static Optional<Instant> time(Map<String, String> lines, String name) {
        try {
            return Optional.ofNullable(lines.get(name)).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a journal without a time", e);
        }
    }
}
