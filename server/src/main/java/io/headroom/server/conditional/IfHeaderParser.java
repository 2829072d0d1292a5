package io.headroom.server.conditional;

import io.headroom.server.conditional.IfHeader.ForeignResource;
import io.headroom.server.conditional.IfHeader.RequestResource;
import io.headroom.server.conditional.IfHeader.Subject;
import io.headroom.server.conditional.IfHeader.TaggedList;
import io.headroom.server.conditional.IfHeader.TaggedResource;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.lock.LockToken;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the grammar of RFC 4918 §10.4.2: lists without tags, or lists with tags, never both. One use, one thread. */
public final class IfHeaderParser {
    /** What a resource tag means. */
    public interface TagResolver {
        /**
         * @param reference the URL of a tag: absolute path or full URL
         * @return empty when it is none of ours
         * @throws RequestRefusedException 400 when malformed
         */
        Optional<ResourcePath> resolve(String reference);
    }

    private static final int MAX_LENGTH = 8 * 1024;
    /** Each may cost a look at the storage. More tokens than this don't fit the length. */
    private static final int MAX_CONDITIONS = 200;

    private final String text;
    private final TagResolver resolver;
    private final List<TaggedList> lists = new ArrayList<>();
    private int position;
    private int conditionCount;

    private IfHeaderParser(String text, TagResolver resolver) {
        this.text = text;
        this.resolver = resolver;
    }

    /**
     * @param value of the If header; null when there is none
     * @param resolver for tagged lists
     * @throws RequestRefusedException 400 for bad syntax, 431 for more than we are willing to check
     */
    public static IfHeader parse(@Nullable String value, TagResolver resolver) {
        if (value == null) {
            return IfHeader.ABSENT;
        }
        if (value.length() > MAX_LENGTH) {
            throw tooMuch();
        }
        return new IfHeaderParser(value, resolver).header();
    }

    private IfHeader header() {
        boolean tagged = peek() == '<';
        do {
            Subject subject = tagged ? tag() : new RequestResource();
            do {
                lists.add(new TaggedList(subject, conditions()));
            } while (peek() == '(');
        } while (tagged && peek() == '<');
        if (peek() != END) {
            throw badSyntax();
        }
        return new IfHeader(lists);
    }

    private Subject tag() {
        Optional<ResourcePath> path = resolver.resolve(codedUrl());
        return path.isPresent() ? new TaggedResource(path.get()) : new ForeignResource();
    }

    private List<StateCondition> conditions() {
        expect('(');
        List<StateCondition> conditions = new ArrayList<>(1);
        do {
            conditions.add(condition());
        } while (peek() != ')');
        expect(')');
        return conditions;
    }

    private StateCondition condition() {
        if (++conditionCount > MAX_CONDITIONS) {
            throw tooMuch();
        }
        peek();
        boolean negated = text.regionMatches(true, position, "Not", 0, 3);
        if (negated) {
            position += 3;
        }
        if (peek() == '<') {
            return new StateCondition.HasToken(negated, new LockToken(codedUrl()));
        }
        expect('[');
        EntityTag tag = entityTag();
        expect(']');
        return new StateCondition.HasTag(negated, tag);
    }

    private String codedUrl() {
        expect('<');
        int end = text.indexOf('>', position);
        if (end <= position) {
            throw badSyntax();
        }
        String url = text.substring(position, end);
        if (url.indexOf('<') >= 0) {
            throw badSyntax();
        }
        position = end + 1;
        return url;
    }

    private EntityTag entityTag() {
        peek();
        boolean weak = text.startsWith("W/", position);
        if (weak) {
            position += 2;
        }
        if (position >= text.length() || text.charAt(position) != '"') {
            throw badSyntax();
        }
        int end = text.indexOf('"', position + 1);
        if (end < 0) {
            throw badSyntax();
        }
        EntityTag tag = new EntityTag(text.substring(position + 1, end), weak);
        position = end + 1;
        return tag;
    }

    private static final char END = '\0';

    /** The next character that is not white space, which stays unread; {@link #END} after the last. */
    private char peek() {
        while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : END;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw badSyntax();
        }
        position++;
    }

    private static RequestRefusedException badSyntax() {
        return RequestRefusedException.badRequest("The If header is malformed.");
    }

    private static RequestRefusedException tooMuch() {
        return new RequestRefusedException(431, "The If header is too long.");
    }
}
