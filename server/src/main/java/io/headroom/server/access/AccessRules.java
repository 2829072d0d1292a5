package io.headroom.server.access;

import io.headroom.server.account.Identity;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All rules of a server. The longest prefix that says something about a person decides; at one path a rule for the user wins over one
 * for a group, that over {@code users}, and that over {@code anyone}; of several groups the one that allows most. Who is named by no
 * rule may do nothing. Thread-safe.
 */
public final class AccessRules {
    private static final int MOST_KNOWN = 10_000;

    private final List<AccessRule> rules;
    private final Optional<HomePattern> homes;
    private final Map<Identity, Access> known = new ConcurrentHashMap<>();

    /** @param homes where each user may write in any case */
    public AccessRules(List<AccessRule> rules, Optional<HomePattern> homes) {
        this.rules = List.copyOf(rules);
        this.homes = homes;
    }

    /** Everybody may do everything: a server without accounts. */
    public static AccessRules open() {
        return new AccessRules(
                List.of(new AccessRule(ResourcePath.ROOT, new Subject.Anyone(), Right.WRITE)), Optional.empty());
    }

    /** Whoever is logged in may do everything, and nobody else anything. */
    public static AccessRules users() {
        return new AccessRules(
                List.of(new AccessRule(ResourcePath.ROOT, new Subject.Users(), Right.WRITE)), Optional.empty());
    }

    /** What one person may do where. Worked out once for each, and for all anew when a directory has very many, or their groups change. */
    public Access of(Identity identity) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(identity, this::workedOut);
    }

    private Access workedOut(Identity identity) {
        Map<ResourcePath, AccessRule> deciding = new TreeMap<>(Comparator.naturalOrder());
        for (AccessRule rule : rules) {
            if (rule.subject().matches(identity)) {
                deciding.merge(rule.prefix(), rule, AccessRules::stronger);
            }
        }
        homes.filter(pattern -> !identity.isNobody())
                .map(pattern -> pattern.of(identity.name()))
                .ifPresent(home -> deciding.putIfAbsent(
                        home, new AccessRule(home, new Subject.User(identity.name()), Right.WRITE)));
        return new Access(
                deciding.values().stream()
                        .map(rule -> new Access.Area(rule.prefix(), rule.right()))
                        .toList(),
                this);
    }

    /** The rules that hold at a path, in the order in which they decide: for each person the first one that matches does. */
    List<AccessRule> at(ResourcePath path) {
        Comparator<AccessRule> strength = Comparator.<AccessRule>comparingInt(
                        rule -> rule.subject().precision())
                .thenComparing(AccessRule::right);
        List<AccessRule> all = new ArrayList<>(rules);
        all.removeIf(rule -> !path.startsWith(rule.prefix()));
        all.sort(strength.reversed());
        // Behind the rules for the same path: a home is its user's where they say nothing.
        homes.flatMap(pattern -> pattern.userOver(path))
                .ifPresent(user -> all.add(new AccessRule(homes.get().of(user), new Subject.User(user), Right.WRITE)));
        all.sort(Comparator.<AccessRule>comparingInt(rule -> rule.prefix().depth())
                .reversed());
        return all;
    }

    private static AccessRule stronger(AccessRule one, AccessRule other) {
        return Comparator.<AccessRule>comparingInt(rule -> rule.subject().precision())
                                .thenComparing(AccessRule::right)
                                .compare(one, other)
                        >= 0
                ? one
                : other;
    }
}
