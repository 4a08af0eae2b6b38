/**
 * Pictures of people and covers of streams. An upload loses its metadata, is decoded to see that it is an image, and is kept under the
 * hash of what is left of it; whoever knows that name may see it, for ever the same.
 */
package io.peerstage.gateway.images;
