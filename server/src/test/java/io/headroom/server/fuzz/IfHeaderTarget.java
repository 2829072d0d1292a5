package io.headroom.server.fuzz;

import io.headroom.server.conditional.IfHeader;
import io.headroom.server.conditional.IfHeaderParser;
import io.headroom.server.conditional.StateCondition;
import io.headroom.server.path.DestinationHeader;
import io.headroom.server.path.Href;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.path.OwnAuthorities;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;
import java.util.Set;

/** The If header: what was understood, written anew, is understood in the same way. */
public final class IfHeaderTarget {
    private static final int LONGEST = 8 * 1024;
    private static final HrefCodec CODEC = new HrefCodec("");
    private static final DestinationHeader REFERENCES = new DestinationHeader(CODEC, new OwnAuthorities(Set.of()));

    private static IfHeader parse(String text) {
        return IfHeaderParser.parse(
                text,
                reference -> REFERENCES.ours(reference, "http", "localhost").map(Href::path));
    }

    private IfHeaderTarget() {}

    /** Called by the fuzzer, again and again. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        anyValue(bytes);
    }

    private static void anyValue(byte[] bytes) {
        Optional<IfHeader> found = Hostile.read(() -> parse(Hostile.text(bytes)));
        found.ifPresent(header -> {
            Hostile.require(header.isPresent(), "a header without a list");
            String written = written(header);
            // Escapes make it longer, and so it may be too long.
            if (written.length() <= LONGEST) {
                Hostile.requireSame(header, parse(written));
                Hostile.requireSame(header.submittedTokens(), parse(written).submittedTokens());
            }
        });
    }

    private static String written(IfHeader header) {
        StringBuilder text = new StringBuilder();
        for (IfHeader.TaggedList list : header.lists()) {
            text.append(tag(list.subject())).append('(');
            for (StateCondition condition : list.conditions()) {
                text.append(condition.negated() ? "Not " : "").append(state(condition));
            }
            text.append(')');
        }
        return text.toString();
    }

    private static String tag(IfHeader.Subject subject) {
        if (subject instanceof IfHeader.RequestResource) {
            return "";
        }
        Optional<ResourcePath> path = subject.path(ResourcePath.ROOT);
        return "<" + path.map(ours -> CODEC.encode(ours, false)).orElse("http://other.example/") + ">";
    }

    private static String state(StateCondition condition) {
        if (condition instanceof StateCondition.HasToken has) {
            return "<" + has.token().uri() + ">";
        }
        EntityTag tag = ((StateCondition.HasTag) condition).tag();
        return "[" + (tag.weak() ? "W/" : "") + '"' + tag.opaque() + "\"]";
    }
}
