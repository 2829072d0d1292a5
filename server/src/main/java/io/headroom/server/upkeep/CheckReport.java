package io.headroom.server.upkeep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a check found. Of each kind it keeps the number, and some as examples: there may be a million. For one thread. */
public final class CheckReport {
    private static final int EXAMPLES = 20;

    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    private final Map<Finding.Kind, List<Finding>> examples = new EnumMap<>(Finding.Kind.class);
    private final List<String> notes = new ArrayList<>();
    private boolean mended;
    private @Nullable Path kept;

    public void add(Finding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        List<Finding> some = examples.computeIfAbsent(finding.kind(), kind -> new ArrayList<>());
        if (some.size() < EXAMPLES) {
            some.add(finding);
        }
    }

    /** What a person may want to know and is no fault. */
    public void note(String sentence) {
        notes.add(sentence);
    }

    /** All that can be mended was. */
    public void mended() {
        mended = true;
    }

    /** @param file holds what was removed */
    void kept(Path file) {
        kept = file;
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public long count(Finding.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Of one kind; not all, when there are many. */
    public List<Finding> examples(Finding.Kind kind) {
        return List.copyOf(examples.getOrDefault(kind, List.of()));
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    public boolean isMended() {
        return mended;
    }

    /** How many are as they were found. */
    public long open() {
        return mended ? count(Finding.Kind.DAMAGE) : count();
    }

    /** The file with what was removed; empty when nothing was. */
    public Optional<Path> kept() {
        return Optional.ofNullable(kept);
    }

    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("count", count()).put("mended", mended).put("open", open());
        kept().ifPresent(file -> json.put("kept", file.toString()));
        ArrayNode findings = json.putArray("findings");
        counts.forEach((kind, count) -> {
            ObjectNode each = findings.addObject();
            each.put("kind", kind.name().toLowerCase(Locale.ROOT)).put("count", count);
            ArrayNode some = each.putArray("examples");
            examples(kind)
                    .forEach(finding ->
                            some.addObject().put("subject", finding.subject()).put("what", finding.what()));
        });
        ArrayNode sentences = json.putArray("notes");
        notes.forEach(sentences::add);
        return json;
    }
}
