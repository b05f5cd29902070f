"""The same pieces of work by the peers, timed without the reading.

    peer.py WORK FILE [K] [SEED]     prints the seconds and a value to compare

Works are those of fit.c (lloyd, kmeans, silhouette), by scikit-learn or by the
library named after a colon; wang (DBSCAN of Wang, Gu and Shun, SIGMOD 2020; SEED
is eps), kselect (the loop over k that people write) and the whole scripts scale
and pipeline, which are timed from outside.
"""
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count()))


def read(path):
    import numpy
    return numpy.loadtxt(path, delimiter=",", skiprows=1)


def timed(work):
    start = time.perf_counter()
    value = work()
    print(f"{time.perf_counter() - start:.6f} {value!r}")


def lloyd(x, k, seed):
    from sklearn.cluster import KMeans
    model = KMeans(k, init=x[:k].copy(), n_init=1, max_iter=20, tol=0)
    timed(lambda: float(model.fit(x).inertia_))


def kmeans(x, k, seed):
    from sklearn.cluster import KMeans
    model = KMeans(k, n_init=10, random_state=int(seed))
    timed(lambda: float(model.fit(x).inertia_))


def faiss_kmeans(x, k, starts, iterations, start=None):
    """faiss works in single precision; its value is the sum of what it has last."""
    import faiss
    import numpy
    x = numpy.ascontiguousarray(x, dtype=numpy.float32)
    model = faiss.Kmeans(x.shape[1], k, niter=iterations, nredo=starts, seed=42,
                         max_points_per_centroid=len(x))
    timed(lambda: (model.train(x, init_centroids=start), float(model.obj[-1]))[1])


def lloyd_faiss_cpu(x, k, seed):
    faiss_kmeans(x, k, 1, 20, x[:k].astype("float32"))


def kmeans_faiss_cpu(x, k, seed):
    faiss_kmeans(x, k, 10, 25)


def lloyd_mlpack(x, k, seed):
    import mlpack
    done = {}

    def run():
        done.update(mlpack.kmeans(clusters=k, input_=x, initial_centroids=x[:k].copy(),
                                  max_iterations=20, labels_only=True))
        return 0.0
    timed(run)


def accelerated():
    import sklearnex
    sklearnex.patch_sklearn(verbose=False)


def lloyd_scikit_learn_intelex(x, k, seed):
    accelerated()
    lloyd(x, k, seed)


def kmeans_scikit_learn_intelex(x, k, seed):
    accelerated()
    kmeans(x, k, seed)


def silhouette(x, k, seed):
    import numpy
    from sklearn.metrics import silhouette_score
    features, labels = numpy.ascontiguousarray(x[:, :-1]), x[:, -1].astype(int)
    timed(lambda: float(silhouette_score(features, labels)))


def wang(x, k, eps):
    from dbscan import DBSCAN
    timed(lambda: int(DBSCAN(x, eps=float(eps), min_samples=k)[0].max()) + 1)


def dbscan(x, k, eps):
    from sklearn.cluster import DBSCAN
    timed(lambda: int(DBSCAN(eps=float(eps), min_samples=k, n_jobs=-1).fit(x).labels_.max()) + 1)


def kselect(x, k, seed):
    from sklearn.cluster import KMeans
    from sklearn.metrics import (calinski_harabasz_score, davies_bouldin_score,
                                 silhouette_score)

    def loop():
        best = (-1.0, 0)
        for each in range(2, 11):
            model = KMeans(each, n_init=10, random_state=int(seed)).fit(x)
            calinski_harabasz_score(x, model.labels_)
            davies_bouldin_score(x, model.labels_)
            best = max(best, (silhouette_score(x, model.labels_), each))
        return best[1]
    timed(loop)


def scale(path, k, seed):
    import pandas
    from sklearn.preprocessing import StandardScaler
    table = pandas.read_csv(path)
    names = ["age", "annual_income", "spending_score", "spend_income_ratio"]
    table[["z_" + name for name in names]] = StandardScaler().fit_transform(table[names])
    table.to_csv(os.devnull, index=False)


def pipeline(path, k, seed):
    """What a notebook does for the same deliverables."""
    import json
    import tempfile
    import numpy
    import pandas
    from sklearn.cluster import DBSCAN, KMeans
    from sklearn.metrics import (calinski_harabasz_score, davies_bouldin_score,
                                 silhouette_score)
    from sklearn.neighbors import NearestNeighbors
    from sklearn.preprocessing import StandardScaler
    table = pandas.read_csv(path)
    table.columns = ["customer_id", "gender", "age", "annual_income", "spending_score"]
    table["spend_income_ratio"] = table.spending_score / (table.annual_income + 1e-9)
    names = ["age", "annual_income", "spending_score", "spend_income_ratio"]
    z = StandardScaler().fit_transform(table[names])
    distances = NearestNeighbors(n_neighbors=4).fit(z).kneighbors(z)[0][:, -1]
    eps = numpy.percentile(distances, 90)
    table["outlier"] = DBSCAN(eps=eps, min_samples=4).fit_predict(z) == -1
    table["cluster"] = KMeans(k, n_init=10, random_state=42).fit_predict(z)
    profile = table.groupby("cluster")[names].mean()
    scores = {"silhouette": silhouette_score(z, table.cluster),
              "davies_bouldin": davies_bouldin_score(z, table.cluster),
              "calinski_harabasz": calinski_harabasz_score(z, table.cluster)}
    with tempfile.TemporaryDirectory() as folder:
        profile.to_csv(folder + "/cluster_profiles.csv")
        table[table.outlier].to_csv(folder + "/outliers.csv", index=False)
        table.to_csv(folder + "/segments.csv", index=False)
        with open(folder + "/metrics.json", "w") as out:
            json.dump(scores, out)


def main():
    work, path = sys.argv[1:3]
    k = int(sys.argv[3]) if len(sys.argv) > 3 else 6
    seed = sys.argv[4] if len(sys.argv) > 4 else "42"
    if work in ("scale", "pipeline"):
        globals()[work](path, k, seed)
    else:
        globals()[work.replace(":", "_").replace("-", "_")](read(path), k, seed)


main()
