package io.headroom.server.node;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What has to be done after servers that ended, by any that lives: it doesn't matter who, nor how often. One thread at a time.
 */
public final class NodeUpkeep implements Runnable {
    private final NodeRegistry registry;
    private final Consumer<String> perNode;
    private final Runnable always;
    private final Set<String> done = new HashSet<>();

    /**
     * @param perNode what is done once after each that ended, given its id; one that fails is tried again the next time
     * @param always what is done each time, after that
     */
    public NodeUpkeep(NodeRegistry registry, Consumer<String> perNode, Runnable always) {
        this.registry = registry;
        this.perNode = perNode;
        this.always = always;
    }

    @Override
    public void run() {
        Set<String> ended = new HashSet<>(registry.ended());
        done.retainAll(ended);
        ended.removeAll(done);
        for (String each : ended) {
            perNode.accept(each);
            done.add(each);
        }
        always.run();
    }
}
