package io.peerstage;

import io.peerstage.OpenApi.Operation;
import io.peerstage.OpenApi.Outcome;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * What the tests of this JVM have seen the API answer, and which of them saw it first. JUnit makes one as a listener, so that it knows
 * which test is running.
 */
public final class Exchanges implements TestExecutionListener {
    private static final Map<String, Map<Outcome, String>> SEEN = new ConcurrentHashMap<>();
    private static final Set<String> CLASSES = ConcurrentHashMap.newKeySet();
    private static volatile String running = "";

    /** An answer to a request; one for what is no operation of the contract is passed over. */
    static void saw(String method, String rawPath, Outcome outcome) {
        OpenApi.CONTRACT
                .find(method, rawPath)
                .ifPresent(operation -> SEEN.computeIfAbsent(operation.id(), none -> new ConcurrentHashMap<>())
                        .putIfAbsent(outcome, running));
    }

    /** The answers to an operation so far, each with the test that saw it first. */
    static Map<Outcome, String> of(Operation operation) {
        return new TreeMap<>(SEEN.getOrDefault(operation.id(), Map.of()));
    }

    /** The test classes of this run. */
    static Set<String> classes() {
        return CLASSES;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .flatMap(test -> test.getSource().stream())
                .filter(ClassSource.class::isInstance)
                .forEach(source -> CLASSES.add(((ClassSource) source).getClassName()));
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        test.getSource().ifPresent(source -> {
            if (source instanceof MethodSource method) {
                running = simple(method.getClassName()) + "." + method.getMethodName();
            } else if (source instanceof ClassSource whole) {
                running = simple(whole.getClassName());
            }
        });
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
