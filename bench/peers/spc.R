# Individuals charts with the rules of NHS, Western Electric, Nelson and IHI, runs analysis and icons, in base R: no drawing, no packages.
# One series a line in the CSV file that is named. Prints the seconds of the computation (median of 5), how many signals the points carry, and how many series have a runs signal.

window_sum <- function(x, n) { s <- cumsum(x); c(rep(0, n - 1), s[n:length(s)] - c(0, s[seq_len(length(s) - n)])) }
back <- function(hit, n) { marked <- hit; for (k in seq_len(n - 1)) marked <- marked | c(hit[-seq_len(k)], rep(FALSE, k)); marked }
place <- function(x) sequence(rle(x)$lengths)
long <- function(x, n) { r <- rle(x); rep(r$lengths >= n, r$lengths) }

one <- function(y) {
  n <- length(y)
  centre <- mean(y)
  ranges <- abs(diff(y))
  kept <- ranges < 3.267 * mean(ranges)
  sigma <- mean(ranges[kept]) / 1.128
  z <- (y - centre) / sigma
  side <- sign(y - centre)
  step <- sign(diff(y))
  high <- z > 3
  low <- z < -3
  marks <- 0
  add <- function(x) marks <<- marks + sum(x)

  # NHS; a turning point carries the later trend.
  add(high)
  add(low)
  steps <- rle(step)
  end <- cumsum(steps$lengths)
  trend <- rep(0, n)
  for (r in which(steps$lengths >= 6 & steps$values != 0)) trend[(end[r] - steps$lengths[r] + 1):(end[r] + 1)] <- steps$values[r]
  add(trend != 0)
  for (s in c(1, -1)) {
    between <- z * s > 2 & z * s <= 3
    add(between & back(window_sum(between, 3) >= 2 & window_sum(side == s, 3) == 3, 3))
  }
  add(long(side, 7) & side != 0)

  # Western Electric, Nelson, IHI
  outer <- function(sigmas, count, width) (z > sigmas & window_sum(z > sigmas, width) >= count) | (z < -sigmas & window_sum(z < -sigmas, width) >= count)
  two <- outer(2, 2, 3)
  four <- outer(1, 4, 5)
  add(3 * (high | low))
  add(2 * two)
  add(2 * four)
  add(place(side) >= 8 & side != 0)
  add(place(side) >= 9 & side != 0)
  add(place(step) >= 5 & step != 0)
  turn <- step[-1] == -step[-length(step)] & step[-1] != 0
  add(turn & place(turn) >= 12)
  within <- abs(z) <= 1
  add(within & place(within) >= 15)
  add(window_sum(!within, 8) == 8 & window_sum(z > 1, 8) > 0 & window_sum(z < -1, 8) > 0)
  add(long(side, 8) & side != 0)
  rising <- long(step, 5) & step != 0
  add(c(rising, FALSE) | c(FALSE, rising))
  add(back(window_sum(z > 2, 3) >= 2, 3) | back(window_sum(z < -2, 3) >= 2, 3))
  add(within & long(within, 15))

  # Runs analysis, icons against the target 51
  useful <- side[side != 0]
  runs <- rle(useful)
  c(marks, max(runs$lengths) > round(log2(length(useful))) + 3 || length(runs$lengths) - 1 < qbinom(0.05, length(useful) - 1, 0.5), 51 > centre + 3 * sigma)
}

series <- as.matrix(read.csv(commandArgs(trailingOnly = TRUE)[1], header = FALSE))
invisible(one(series[1, ]))
found <- NULL
seconds <- median(replicate(5, system.time(found <<- apply(series, 1, one))[["elapsed"]]))
cat(format(seconds, digits = 6), sum(found[1, ]), sum(found[2, ]))
