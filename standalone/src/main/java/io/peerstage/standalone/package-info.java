/** The whole product in one JVM, on a PostgreSQL that it brings along unless it is given one: what {@code mvn} starts. */
package io.peerstage.standalone;
