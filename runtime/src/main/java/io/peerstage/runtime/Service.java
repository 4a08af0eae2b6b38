package io.peerstage.runtime;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Function;

/**
 * One of the product's services; it runs in a process of its own or beside others.
 *
 * @param name as operators know it
 * @param verticle makes what is deployed, with its database open
 */
public record Service(String name, Function<Node, Future<? extends VerticleBase>> verticle) {}
