package io.headroom.server.method;

import io.headroom.server.exchange.Failure;
import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.ProppatchBody;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Optional;

/** Which properties a client may set, and what happens when there is no room for them. Thread-safe. */
final class PropertyRules {
    /** The namespace of what Windows sets with each file. */
    static final String MICROSOFT = "urn:schemas-microsoft-com:";

    private final Services services;

    PropertyRules(Services services) {
        this.services = services;
    }

    /**
     * Looks at instructions before any is carried out.
     *
     * @param path of a resource that need not exist yet
     * @return the first that can't be; empty when all can
     */
    Optional<PropertyRefusal> check(ResourcePath path, List<? extends ProppatchBody.Instruction> instructions) {
        for (ProppatchBody.Instruction instruction : instructions) {
            PropertyName name = instruction.name();
            if (services.liveProperties().isLive(name)) {
                return refused(
                        name,
                        new RequestRefusedException(
                                403, "The server computes this property.", Condition.CANNOT_MODIFY_PROTECTED_PROPERTY));
            }
            int longest = services.settings().largestProperty();
            if (instruction instanceof ProppatchBody.Set set && set.xml().length() > longest) {
                return refused(
                        name,
                        new RequestRefusedException(
                                403, "A property may not be longer than " + longest + " characters here."));
            }
        }
        return checkRoom(path, instructions);
    }

    private static Optional<PropertyRefusal> refused(PropertyName name, RequestRefusedException why) {
        return Optional.of(new PropertyRefusal(name, Failure.of(why)));
    }

    /** What Windows sets with each file is small and of fixed size: it is not refused for lack of room beforehand. */
    private Optional<PropertyRefusal> checkRoom(
            ResourcePath path, List<? extends ProppatchBody.Instruction> instructions) {
        for (ProppatchBody.Instruction instruction : instructions) {
            if (instruction instanceof ProppatchBody.Set set
                    && !set.name().namespace().equals(MICROSOFT)) {
                Optional<InsufficientStorageException> full =
                        services.rooms().growth(path, Math.max(1, set.xml().length()));
                if (full.isPresent()) {
                    return Optional.of(new PropertyRefusal(set.name(), Failure.of(full.get())));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Stores dead properties, all or none.
     *
     * @param instructions where the changes come from
     * @return the property that found no room; empty when all is stored
     */
    Optional<PropertyRefusal> store(
            ResourcePath path, List<? extends ProppatchBody.Instruction> instructions, List<PropertyChange> changes) {
        try {
            services.properties().apply(path, changes);
            return Optional.empty();
        } catch (InsufficientStorageException e) {
            PropertyName first = instructions.stream()
                    .filter(ProppatchBody.Set.class::isInstance)
                    .map(ProppatchBody.Instruction::name)
                    .findFirst()
                    .orElse(instructions.get(0).name());
            return Optional.of(new PropertyRefusal(first, Failure.of(e)));
        }
    }
}
