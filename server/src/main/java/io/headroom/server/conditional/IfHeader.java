package io.headroom.server.conditional;

import io.headroom.server.lock.LockToken;
import io.headroom.spi.path.ResourcePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The If header (RFC 4918 §10.4): lists of conditions, of which one must be true as a whole. That tokens are
 * {@linkplain #submittedTokens() submitted} is a matter of its own: a list may be false and still submit its tokens.
 *
 * @param lists in the order of the header; none when there is no header
 */
public record IfHeader(List<TaggedList> lists) {
    /** No header: always holds. */
    public static final IfHeader ABSENT = new IfHeader(List.of());

    /**
     * Conditions that must all be true of one resource.
     *
     * @param subject which resource
     * @param conditions at least one
     */
    public record TaggedList(Subject subject, List<StateCondition> conditions) {
        public TaggedList {
            conditions = List.copyOf(conditions);
        }

        private boolean holds(ResourcePath requestPath, StateLookup lookup) {
            Optional<ResourcePath> path = subject.path(requestPath);
            for (StateCondition condition : conditions) {
                // What is not ours has no state at all.
                boolean matches = path.isPresent() && condition.matches(path.get(), lookup);
                if (matches == condition.negated()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What the conditions of a list are about. */
    public sealed interface Subject {
        /** Empty when it is no resource of ours. */
        Optional<ResourcePath> path(ResourcePath requestPath);
    }

    /** A list without a tag: the resource of the request, never its parent or destination. */
    public record RequestResource() implements Subject {
        @Override
        public Optional<ResourcePath> path(ResourcePath requestPath) {
            return Optional.of(requestPath);
        }
    }

    /** A list with the URL of a resource of ours, which need not exist. */
    public record TaggedResource(ResourcePath tagged) implements Subject {
        @Override
        public Optional<ResourcePath> path(ResourcePath requestPath) {
            return Optional.of(tagged);
        }
    }

    /** A list with a URL of another server. */
    public record ForeignResource() implements Subject {
        @Override
        public Optional<ResourcePath> path(ResourcePath requestPath) {
            return Optional.empty();
        }
    }

    public IfHeader {
        lists = List.copyOf(lists);
    }

    public boolean isPresent() {
        return !lists.isEmpty();
    }

    /**
     * Whether the request may go on; if not, the answer is 412.
     *
     * @param requestPath what lists without a tag speak of
     */
    public boolean holds(ResourcePath requestPath, StateLookup lookup) {
        for (TaggedList list : lists) {
            if (list.holds(requestPath, lookup)) {
                return true;
            }
        }
        return lists.isEmpty();
    }

    /** Every lock token that stands anywhere, also after Not and in lists that are false (RFC 4918 §10.4.1). */
    public Set<LockToken> submittedTokens() {
        if (lists.isEmpty()) {
            return Set.of();
        }
        Set<LockToken> tokens = new LinkedHashSet<>();
        for (TaggedList list : lists) {
            for (StateCondition condition : list.conditions()) {
                if (condition instanceof StateCondition.HasToken has
                        && !has.token().equals(StateCondition.HasToken.NO_LOCK)) {
                    tokens.add(has.token());
                }
            }
        }
        return tokens;
    }
}
