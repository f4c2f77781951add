package org.busd;

/**
 * What a relay has done since it was opened, at one moment. Immutable.
 *
 * @param received messages that came in
 * @param passedOn messages given to ZeroMQ for whoever subscribes; how many of them full subscribers
 *     then lost, ZeroMQ does not tell
 * @param dropEpisodes times that full subscribers began to lose messages, for as long as it took until they had room
 *     again
 * @param connectionsTurnedAway connections closed as soon as they were accepted: there were too many, or no room for more
 * @param connectionsEnded connections ended for what came over them, or did not
 */
public record RelayMetrics(
        long received, long passedOn, long dropEpisodes, long connectionsTurnedAway, long connectionsEnded) {}
