# peer.R WORK FILE [K] [SEED]: kmeans and density by R, timed without the
# reading, as peer.py does.
arguments <- commandArgs(trailingOnly = TRUE)
x <- as.matrix(read.csv(arguments[2]))
k <- as.integer(arguments[3])
seed <- arguments[4]

work <- switch(arguments[1],
    kmeans = function() {
        set.seed(as.integer(seed))
        suppressWarnings(kmeans(x, k, nstart = 10, iter.max = 300)$tot.withinss)
    },
    density = function() max(dbscan::dbscan(x, eps = as.numeric(seed), minPts = k)$cluster)
)
seconds <- system.time(value <- work())[["elapsed"]]
cat(sprintf("%.6f %.17g\n", seconds, value))
