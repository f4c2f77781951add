package org.busd;

/**
 * What a relay has done since it was opened, at one moment. Immutable.
 *
 * @param received messages that came in
 * @param passedOn messages given to ZeroMQ for whoever subscribes; how many of them full subscribers
 *     then lost, ZeroMQ does not tell
 * @param signed messages that it signed; none unless it was opened to sign
 * @param unsignable messages that it was to sign, and that passed as they came because they are no messages, or would be
 *     too large
 * @param signingFailures messages that passed unsigned because its certificate has expired, or signing them failed
 * @param dropEpisodes times that full subscribers began to lose messages, for as long as it took until they had room
 *     again
 * @param connectionsTurnedAway connections closed as soon as they were accepted: there were too many, or no room for more
 * @param connectionsEnded connections ended for what came over them, or did not
 */
public record RelayMetrics(
        long received,
        long passedOn,
        long signed,
        long unsignable,
        long signingFailures,
        long dropEpisodes,
        long connectionsTurnedAway,
        long connectionsEnded) {}
