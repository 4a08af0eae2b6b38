/**
 * The schedule for other programs: calendars, feeds, oEmbed and Open Graph. Texts are made here, from what
 * streams-service told; asking and answering is the API's.
 */
package io.peerstage.gateway.feeds;
