"""What the article says of its tweets and of the network that it builds in Keras, and its listing.

The listing itself is `xlrnn/article/keras_listing.txt`.
"""

from typing import Final

from xlrnn.article.claims.claim import Claim, Section, Verdict


def _holds(check: str, name: str, says: str) -> Claim:
    return _claim(Verdict.HOLDS, check, name, says)


def _corrected(check: str, name: str, says: str, because: str) -> Claim:
    return _claim(Verdict.CORRECTED, check, name, says, because)


def _fails(check: str, name: str, says: str, because: str) -> Claim:
    return _claim(Verdict.FAILS, check, name, says, because)


def _unchecked(check: str, name: str, says: str, because: str) -> Claim:
    return _claim(Verdict.UNCHECKED, check, name, says, because)


def _claim(verdict: Verdict, check: str, name: str, says: str, because: str = "") -> Claim:
    run = f"listing.{check}" if check else ""
    return Claim(f"listing-{name}", Section.KERAS, says, verdict, because, run)


CLAIMS: Final = (
    # What the text says of the task.
    _holds("data", "two-classes", "Tweets are to be told apart as positive or negative."),
    _fails("data", "amount", "There are about 1,600,000 tweets to train the network.",
           "2 % of them are drawn and 70 % of those learned from: about 22,400."),
    # The listing as a program.
    _fails("printed", "runs", "The listing is a program that runs.",
           "its indentation is broken, so that Python refuses it before it runs a line."),
    _fails("printed", "no-break-spaces", "The network's function can be copied from the page.",
           "the page indents four of its lines with no-break spaces, which are no indentation to "
           "Python."),
    _corrected("printed", "blocks",
               "Block by block the listing reads tweets, prepares them, and trains a network.",
               "with usual spaces typed, and the libraries of its time imitated, all blocks run "
               "but the one that defines `stopwords`, which nothing misses."),
    _fails("printed", "lines", "Each line of the listing has its part in what it does.",
           "eight lines, those of `stopwords`, are never run."),
    # `import …`
    _fails("printed", "imports-used",
           "Import all libraries: Dense, Activation, Dropout and Conv1D are needed.",
           "none of the four names is used (the dense layers are called by their whole path), and "
           "`train_test_split` is imported twice."),
    _unchecked("libraries", "old-paths",
               "Keras has these layers and tools where they are imported from.",
               "it takes a Keras of 2017. Where one of today is installed it is found to lack "
               "them."),
    _unchecked("libraries", "spacy-today", "spaCy has a model `en`, and its words a `string`.",
               "it takes a spaCy of 2017. Where one of today is installed it is found to have "
               "neither."),
    # `train=pd.read_csv(…)`
    _corrected("data", "header", "Load the dataset: all of its rows.",
               "all but one: the file has no header, and `read_csv` takes the first tweet for it."),
    _holds("data", "columns", "The first column of the file holds the label, the sixth the tweet."),
    # `… = train_test_split(X_train.values, …, test_size=0.02, …)`
    _fails("data", "test-set", "The data is split into a part to train and a part to test with.",
           "the part called train, 98 %, is never used again; the network learns from the one "
           "called test, and no tweets are kept to test with."),
    # `def stopwords(sentence): …`
    _fails("printed", "stopwords-indented", "There is a function that removes stop words.",
           "its lines are indented by three spaces and then by four, which is no Python."),
    _fails("printed", "stopwords-called", "Stop words and marks are removed from the tweets.",
           "even with its indentation repaired the function is never called."),
    _corrected("printed", "stopwords-repaired",
               "The function returns a sentence without stop words and marks.",
               "it does once its indentation is repaired, but fails on a text without words: "
               "words are joined inside the loop over them."),
    _unchecked("libraries", "negations-kept", "Nothing that matters is lost with the stop words.",
               "it takes spaCy. Where it is installed “not” is found among its stop words, so "
               "that “not good” becomes “good”."),
    # `def lemmatize(sentence): …`
    _unchecked("libraries", "lemmas", "A function turns the words of a tweet into their lemmas.",
               "it takes spaCy and a model. Where they are installed it does, and keeps stop "
               "words and marks."),
    # `def loadGloveModel(gloveFile): …`
    _holds("vectors", "glove-read",
           "A function loads GloVe's vectors: a list of numbers for each word."),
    _corrected("vectors", "glove-words", "It loads the vectors of all words.",
               "not of words that Python takes for white space: there the first number becomes "
               "the word."),
    _corrected("vectors", "glove-file", "The file is opened, read, and done with.",
               "it is never closed, and read in whatever encoding the machine is used to."),
    _fails("printed", "words-loaded", "It says how many words were loaded.",
           "it says “Done.” and no more: the number stands outside the brackets of `print`."),
    _fails("printed", "glove-saved", "The GloVe model is saved.",
           "the line under this comment reads the file; nothing is written."),
    # `def sent_vectorizer(sent, model): …`
    _corrected("vectors", "sentence-sum",
               "A sentence becomes a vector, made of those of its words.",
               "their sum, which grows with the sentence: the words are counted, but nothing is "
               "divided by the count."),
    _corrected("vectors", "unknown-words", "Words without a vector are left out.",
               "so is whatever else goes wrong: with vectors of another length all sentences "
               "become zeros, and nothing is said."),
    # `cleanvector=[] …`
    _fails("vectors", "clean-vectors", "A clean vector is obtained for each tweet.",
           "words are in lower case and lemmas, but stop words are added up with the others."),
    _fails("vectors", "sentences-used",
           "The clean vectors get the shape of the network's input, and the output its own.",
           "the network is never given them: their number is used, nothing else; outputs do not "
           "occur there."),
    # `tokenizer = Tokenizer(num_words=16000) …`
    _fails("data", "cleaned-tweets", "What is tokenized are the tweets prepared so far.",
           "the tokenizer is given the tweets as they are in the file."),
    _corrected("data", "sixteen-thousand", "The vocabulary has 16,000 words.",
               "the 15,999 most frequent ones are kept in the tweets; `word_index` has all of "
               "them."),
    _corrected("data", "unique-tokens", "It says how many different tokens were found.",
               "of all tweets, those to validate with included, whether the network is given them "
               "or not."),
    _holds("data", "fifteen-words", "Each tweet becomes a row of 15 numbers."),
    _corrected("data", "last-words", "Tweets are padded behind to 15 words.",
               "short ones are; of longer ones the beginning is cut off."),
    # `trainx, validx, trainy, validy = train_test_split(data, …)`
    _holds("data", "seventy-thirty",
           "70 % of the rows that are used are trained on, 30 % validate, always the same."),
    _fails("data", "validation-unseen", "Nothing is known of the rows to validate with.",
           "their words are numbered with the others: the tokenizer is fitted before the split."),
    _corrected("data", "nb-words", "The number of words is calculated.",
               "it counts all words and one, whatever limit the tokenizer was given."),
    # `embedding_matrix = np.zeros((nb_words, 200)) …`
    _holds("vectors", "matrix-rows",
           "A matrix is obtained with the GloVe vector of each word in the row of its number."),
    _corrected("vectors", "null-words", "It says how many words have no vector.",
               "one more than that: row 0, which belongs to no word, is counted."),
    _fails("vectors", "matrix-used", "The matrix gives the network its words' vectors.",
           "with zeros in its place the network is the same."),
    # `def modelbuild(): …`
    _fails("model", "embedding-added", "The network has an embedding.",
           "one is made, but not added to the model."),
    _fails("model", "embedding-fits",
           "The embedding gives 15 numbers for a word, from the matrix.",
           "the matrix has 200 for each: added to the model, the layer is refused."),
    _corrected("model", "words-read",
               "The recurrent layer reads the words of a tweet, one at each step.",
               "it is given the word's number as an amount, which says how rare the word is."),
    _fails("model", "padding", "A tweet of three words is read to its third.",
           "nothing masks the zeros behind it: the layer reads them, too, and forgets over them."),
    _corrected("model", "input-dim", "The dense layers take 2000, 1000 and 500 numbers.",
               "the first takes the 100 of the recurrent layer; what is stated is not looked at."),
    _holds("model", "probabilities",
           "The network gives a probability for each of the two classes."),
    # `finalmodel.fit(…)` and the text behind it.
    _holds("model", "updates", "It is trained for 10 epochs in batches of 120."),
    _corrected("model", "repeatable", "With `random_state=42` a run can be repeated.",
               "the rows are the same; the weights begin by chance, and so do the batches."),
    _corrected("model", "tells-tweets", "The network tells positive from negative tweets.",
               "hardly better than calling all by the most frequent class, and far from what the "
               "listing reaches once words are given to it."),
    _holds("model", "not-best", "It may not give the best results."),
    _corrected("model", "shallow",
               "It is an extremely simple architecture and quite a shallow network.",
               "one recurrent layer and three dense ones, but 612,702 numbers to learn, 98 % of "
               "them in the dense layers."),
    _fails("model", "shallow-reason", "That is why its results are not the best.",
           "an LSTM in its place hardly gains: the network is given numbers that say nothing of "
           "meaning, whatever its layers."),
    _corrected("model", "play", "Playing with the architecture gives better results.",
               "another recurrent layer alone does not; one that is given words does."),
    _unchecked("", "preprocessing", "How to prepare data depends on the task at hand.",
               "it is advice, and no number would show it wrong."),
)  # fmt: skip
